import { expect } from "chai";
import { reasonOf } from "./execution-failure.ts";

describe("reason of an execution's end", () => {
  it("success: the reason in the output", () => {
    expect(reasonOf({ status: "SUCCEEDED", output: '{"reason":"5 tenants succeeded"}' })).to.equal(
      "5 tenants succeeded",
    );
    expect(reasonOf({ status: "SUCCEEDED", output: '"ok"' })).to.equal(undefined);
  });

  it("failure: the cause, if it is text", () => {
    expect(reasonOf({ status: "FAILED", error: "RunFailed", cause: "acme failed in fetch" })).to.equal(
      "acme failed in fetch",
    );
  });

  it("failed function: its error, without the stack", () => {
    const cause = JSON.stringify({
      errorType: "UnknownTenant",
      errorMessage: "no acme\nmore",
      trace: ["at x"],
    });
    expect(reasonOf({ status: "FAILED", cause })).to.equal("UnknownTenant: no acme");
  });

  it("failed function: its error's type without what the bundler put before it", () => {
    const cause = JSON.stringify({ errorType: "_WorkflowBusyError", errorMessage: "it runs" });
    expect(reasonOf({ status: "FAILED", cause })).to.equal("WorkflowBusyError: it runs");
    expect(reasonOf({ status: "FAILED", error: "_WorkflowBusyError" })).to.equal("WorkflowBusyError");
  });

  it("failed job: its status reason", () => {
    const cause = JSON.stringify({ JobId: "j", StatusReason: "Essential container in task exited" });
    expect(reasonOf({ status: "FAILED", cause })).to.equal("Essential container in task exited");
  });

  it("no cause: the error", () => {
    expect(reasonOf({ status: "TIMED_OUT", error: "States.Timeout" })).to.equal("States.Timeout");
  });

  it("stopped execution: so, with the cause if it has one", () => {
    expect(reasonOf({ status: "ABORTED" })).to.equal("stopped");
    expect(reasonOf({ status: "ABORTED", cause: "wrong tenant" })).to.equal("stopped: wrong tenant");
  });
});
