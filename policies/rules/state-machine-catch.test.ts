import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyMachine, machineWith } from "../../testing/policies/machines.ts";
import { stateMachineCatch as rule } from "./state-machine-catch.ts";

describe("policy state-machine-catch", () => {
  const found = (...changes: Parameters<typeof definitionWith>) =>
    judge(rule, machineWith({ definition: definitionWith(...changes) })).violations;
  const everything = [{ ErrorEquals: ["States.ALL"], Next: "Failed" }];

  it("is kept where the state that submits a job catches every error", () => {
    expect(judge(rule, happyMachine)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a state without a Catch, also inside a Map", () => {
    expect(found({ task: { Catch: undefined } })).to.deep.equal([
      'definition: state "Submit" (batch:submitJob) has no Catch',
    ]);
  });

  it("refuses a Catch of some errors", () => {
    const Catch = [{ ErrorEquals: ["States.TaskFailed"], Next: "Failed" }];
    expect(found({ task: { Catch } })).to.deep.equal([
      'definition: state "Submit" (batch:submitJob) catches States.TaskFailed only',
    ]);
  });

  it("accepts a Catch of the Map or Parallel around the state", () => {
    expect(found({ task: { Catch: undefined }, map: { Catch: everything } })).to.deep.equal([]);
    const branch = JSON.parse(definitionWith({ task: { Catch: undefined } })) as object;
    const parallel = { Type: "Parallel", Branches: [branch], End: true };
    const States = (more: object) => ({ top: { States: { Both: { ...parallel, ...more } } } });
    expect(found(States({ Catch: everything }))).to.deep.equal([]);
    expect(found(States({}))).to.have.lengthOf(1);
  });

  for (const suffix of ["", ".sync", ".waitForTaskToken"])
    it(`knows batch:submitJob${suffix}`, () => {
      const Resource = `arn:aws:states:::batch:submitJob${suffix}`;
      expect(found({ task: { Resource, Catch: undefined } })).to.have.lengthOf(1);
    });

  it("lets other tasks be, unless it is told of them", () => {
    const invoke = machineWith({
      definition: definitionWith({ task: { Resource: "arn:aws:states:::lambda:invoke", Catch: undefined } }),
    });
    expect(judge(rule, invoke).violations).to.deep.equal([]);
    expect(judge(rule, invoke, { tasks: ["lambda:invoke"] }).violations).to.deep.equal([
      'definition: state "Submit" (lambda:invoke) has no Catch',
    ]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, machineWith({ definition: unknown }))).to.deep.equal({
      violations: [],
      unjudged: ["definition"],
    });
  });
});
