import { refusedExpressions } from "@batchline/asl/testing";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyMachine, machineWith } from "../../testing/policies/machines.ts";
import { stateMachineDefinition as rule } from "./state-machine-definition.ts";

describe("policy state-machine-definition", () => {
  const found = (definition: unknown) => check(rule, machineWith({ definition })).violations;

  it("a definition without problems: accepted", () => {
    expect(check(rule, happyMachine)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a warning, such as a variable that nothing assigns: accepted", () => {
    expect(found(definitionWith({ task: { Arguments: { JobName: "{% $name %}" } } }))).to.deep.equal([]);
  });

  it("each problem: refused at its path, also inside a Map", () => {
    expect(found(definitionWith({ task: { Output: "{% phone %}", Arguments: "{% 1 + %}" } }))).to.deep.equal([
      "definition/States/Each shard/ItemProcessor/States/Submit/Output",
      "definition/States/Each shard/ItemProcessor/States/Submit/Arguments",
    ]);
  });

  for (const [source] of refusedExpressions)
    it(`the expression ${source}: refused`, () => {
      expect(found(definitionWith({ map: { ItemSelector: `{% ${source} %}` } }))).to.deep.equal([
        "definition/States/Each shard/ItemSelector",
      ]);
    });

  it("text that is not a definition: refused", () => {
    for (const text of ["", "{}", "no JSON", "[]"]) expect(found(text)).to.deep.equal(["definition"]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, machineWith({ definition: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["definition"],
    });
  });
});
