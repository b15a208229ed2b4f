import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyMachine, machineWith } from "../../testing/policies/machines.ts";
import { stateMachineJsonata as rule } from "./state-machine-jsonata.ts";

describe("policy state-machine-jsonata", () => {
  const found = (...changes: Parameters<typeof definitionWith>) =>
    judge(rule, machineWith({ definition: definitionWith(...changes) })).violations;

  it("is kept by a state machine in JSONata", () => {
    expect(judge(rule, happyMachine)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses one in JSONPath, said or not", () => {
    expect(found({ top: { QueryLanguage: "JSONPath" } })).to.deep.equal([
      "definition: QueryLanguage is JSONPath",
    ]);
    expect(found({ top: { QueryLanguage: undefined } })).to.deep.equal([
      "definition: QueryLanguage is missing, which means JSONPath",
    ]);
  });

  it("refuses a state in JSONPath, also inside a Map", () => {
    expect(found({ task: { QueryLanguage: "JSONPath" } })).to.deep.equal([
      'definition: QueryLanguage of state "Submit" is JSONPath',
    ]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, machineWith({ definition: unknown }))).to.deep.equal({
      violations: [],
      unjudged: ["definition"],
    });
  });
});
