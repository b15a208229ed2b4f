import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyMachine, machineWith } from "../../testing/policies/machines.ts";
import { stateMachineTimeout as rule } from "./state-machine-timeout.ts";

describe("policy state-machine-timeout", () => {
  it("a state machine with a timeout: accepted", () => {
    expect(check(rule, happyMachine)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a machine without a timeout: refused", () => {
    const endless = machineWith({ definition: definitionWith({ top: { TimeoutSeconds: undefined } }) });
    expect(check(rule, endless).violations).to.deep.equal(["definition.TimeoutSeconds"]);
  });

  it("an unknown definition: unchecked", () => {
    const machine = machineWith({ definition: unknown });
    expect(check(rule, machine)).to.deep.equal({ violations: [], unchecked: ["definition"] });
  });
});
