import { expect } from "chai";
import { BadConfigError } from "../workflow-kit/at-run/errors.ts";
import { readSettings } from "./settings.ts";

const environment = {
  BATCHLINE_WORKFLOW: "catalog-import",
  BATCHLINE_RUN_ID: "run-1",
  BATCHLINE_MANIFEST: "runs/catalog-import/run-1/",
  BATCHLINE_SHARD_OFFSET: "10000",
  BATCHLINE_PLATFORM_BUCKET: "platform",
  BATCHLINE_TABLE: "table",
  BATCHLINE_TENANT_ROLE_ARN: "arn:aws:iam::000000000000:role/tenant",
  AWS_BATCH_JOB_ID: "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90:7",
  AWS_BATCH_JOB_ATTEMPT: "2",
};

describe("what the environment tells a container", () => {
  it("is its place in the manifest: the shard's offset, on an array's child plus its index", () => {
    expect(readSettings(environment).position).to.equal(10_000);
    expect(readSettings({ ...environment, AWS_BATCH_JOB_ARRAY_INDEX: "7" }).position).to.equal(10_007);
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
    expect(() => readSettings({ BATCHLINE_RUN_ID: "r", BATCHLINE_SHARD_OFFSET: "-1" })).to.throw(
      BadConfigError,
      "AWS_BATCH_JOB_ID is missing; AWS_BATCH_JOB_ATTEMPT is missing; BATCHLINE_WORKFLOW is missing; BATCHLINE_MANIFEST is missing; BATCHLINE_SHARD_OFFSET is -1, not a whole number; " +
        "BATCHLINE_PLATFORM_BUCKET is missing; BATCHLINE_TABLE is missing; BATCHLINE_TENANT_ROLE_ARN is missing",
    );
  });
});
