import { expect } from "chai";
import { BadConfigError } from "../workflow-kit/at-run/errors.ts";
import { readSettings } from "./settings.ts";

const environment = {
  BATCHLINE_WORKFLOW: "catalog-import",
  BATCHLINE_RUN_ID: "run-1",
  BATCHLINE_BROKER: "arn:aws:lambda:eu-central-1:000000000000:function:broker",
  BATCHLINE_TABLE: "table",
  AWS_BATCH_JOB_ID: "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90:7",
  AWS_BATCH_JOB_ATTEMPT: "2",
};

describe("what the environment tells a container", () => {
  it("has the number of own failures that end the job, or none", () => {
    expect(readSettings(environment).attempts).to.equal(Number.POSITIVE_INFINITY);
    expect(readSettings({ ...environment, BATCHLINE_ATTEMPTS: "3" }).attempts).to.equal(3);
  });

  it("names this attempt", () => {
    expect(readSettings(environment).attempt).to.equal("1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90-7-2");
  });

  it("may leave out the proxy and the metadata", () => {
    expect(readSettings({ ...environment, BATCHLINE_EGRESS_PROXY: "" })).to.include({
      ...{ egressProxy: undefined, metadataUri: undefined, node: undefined },
    });
  });

  it("is refused with all that is missing or wrong, at once", () => {
    expect(() => readSettings({ BATCHLINE_RUN_ID: "r", BATCHLINE_ATTEMPTS: "-1" })).to.throw(
      BadConfigError,
      "AWS_BATCH_JOB_ID is missing; AWS_BATCH_JOB_ATTEMPT is missing; BATCHLINE_WORKFLOW is missing; " +
        "BATCHLINE_BROKER is missing; BATCHLINE_TABLE is missing; BATCHLINE_ATTEMPTS is -1, not a whole number",
    );
  });
});
