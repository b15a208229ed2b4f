import type { JobStateTimeLimitAction } from "@aws-sdk/client-batch";
import { expect } from "chai";
import { timeLimits } from "./time-limits.ts";

describe("Batch time limits on RUNNABLE", () => {
  const action = (fields: Partial<JobStateTimeLimitAction> = {}): JobStateTimeLimitAction => ({
    action: "CANCEL",
    state: "RUNNABLE",
    maxTimeSeconds: 600,
    reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
    ...fields,
  });

  it("are milliseconds by reason; reasons that never occur here are accepted and do nothing", () => {
    expect(
      timeLimits([action(), action({ reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY" })]),
    ).to.deep.equal({ "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT": 600_000 });
  });

  it("refuse invalid values, by field", () => {
    expect(() => timeLimits([action({ maxTimeSeconds: 599 })])).to.throw("between 600 and 86400");
    expect(() => timeLimits([action({ maxTimeSeconds: 86_401 })])).to.throw("between 600 and 86400");
    expect(() => timeLimits([action({ reason: "BECAUSE" })])).to.throw(/reason must be one of .*not BECAUSE/);
    expect(() => timeLimits([action({ action: "TERMINATE" })])).to.throw(
      "Invalid job action. Valid job actions: [CANCEL]",
    );
  });
});
