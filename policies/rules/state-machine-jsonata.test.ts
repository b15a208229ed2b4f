import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyMachine, machineWith } from "../../testing/policies/machines.ts";
import { stateMachineJsonata as rule } from "./state-machine-jsonata.ts";

describe("policy state-machine-jsonata", () => {
  const found = (...changes: Parameters<typeof definitionWith>) =>
    check(rule, machineWith({ definition: definitionWith(...changes) })).violations;

  it("a state machine in JSONata: accepted", () => {
    expect(check(rule, happyMachine)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a machine in JSONPath, explicitly or by default: refused", () => {
    expect(found({ top: { QueryLanguage: "JSONPath" } })).to.deep.equal(["definition.QueryLanguage"]);
    expect(found({ top: { QueryLanguage: undefined } })).to.deep.equal(["definition.QueryLanguage"]);
  });

  it("a state in JSONPath, also inside a Map: refused", () => {
    expect(found({ task: { QueryLanguage: "JSONPath" } })).to.deep.equal([
      'definition.States["Submit"].QueryLanguage',
    ]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, machineWith({ definition: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["definition"],
    });
  });
});
