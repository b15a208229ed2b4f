import { expect } from "chai";
import { reasonOf } from "./execution-failure.ts";

describe("the reason of an execution's end", () => {
  it("is the output's own reason when it succeeded", () => {
    expect(reasonOf({ status: "SUCCEEDED", output: '{"reason":"5 tenants succeeded"}' })).to.equal(
      "5 tenants succeeded",
    );
    expect(reasonOf({ status: "SUCCEEDED", output: '"ok"' })).to.equal("");
  });

  it("is the cause when that is in words", () => {
    expect(reasonOf({ status: "FAILED", error: "RunFailed", cause: "acme failed in fetch" })).to.equal(
      "acme failed in fetch",
    );
  });

  it("is what was thrown, without its stack, when a function failed", () => {
    const cause = JSON.stringify({
      errorType: "UnknownTenant",
      errorMessage: "no acme\nmore",
      trace: ["at x"],
    });
    expect(reasonOf({ status: "FAILED", cause })).to.equal("UnknownTenant: no acme");
  });

  it("is the job's status reason when a job failed", () => {
    const cause = JSON.stringify({ JobId: "j", StatusReason: "Essential container in task exited" });
    expect(reasonOf({ status: "FAILED", cause })).to.equal("Essential container in task exited");
  });

  it("is the error when there is no cause", () => {
    expect(reasonOf({ status: "TIMED_OUT", error: "States.Timeout" })).to.equal("States.Timeout");
  });

  it("says that it was stopped, and why if somebody said so", () => {
    expect(reasonOf({ status: "ABORTED" })).to.equal("stopped");
    expect(reasonOf({ status: "ABORTED", cause: "wrong tenant" })).to.equal("stopped: wrong tenant");
  });
});
