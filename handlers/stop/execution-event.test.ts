import { expect } from "chai";
import { runIdOf } from "./execution-event.ts";

describe("handlers: the run of a stopped execution", () => {
  const runOf = (input?: string | null) =>
    runIdOf({
      detail: {
        name: "exec-1",
        stateMachineArn: "arn",
        status: "ABORTED",
        ...(input === undefined ? {} : { input }),
      },
    });

  it("is named as the execution", () => {
    expect(runOf("{}")).to.equal("exec-1");
  });

  it("is the one that the execution resumed", () => {
    expect(runOf('{"resume":"run-7"}')).to.equal("run-7");
  });

  it("is named as the execution if the input is missing or foreign", () => {
    expect([
      runOf(),
      runOf(null),
      runOf("not JSON"),
      runOf('"text"'),
      runOf('{"resume":null}'),
    ]).to.deep.equal(Array(5).fill("exec-1"));
  });
});
