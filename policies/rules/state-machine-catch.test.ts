import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyMachine, machineWith } from "../../testing/policies/machines.ts";
import { stateMachineCatch as rule } from "./state-machine-catch.ts";

describe("policy state-machine-catch", () => {
  const found = (...changes: Parameters<typeof definitionWith>) =>
    check(rule, machineWith({ definition: definitionWith(...changes) })).violations;
  const everything = [{ ErrorEquals: ["States.ALL"], Next: "Failed" }];

  it("the state that submits a job catches every error: accepted", () => {
    expect(check(rule, happyMachine)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a state without a Catch, also inside a Map: refused", () => {
    expect(found({ task: { Catch: undefined } })).to.deep.equal(['definition.States["Submit"]']);
  });

  it("a Catch of some errors: refused", () => {
    const Catch = [{ ErrorEquals: ["States.TaskFailed"], Next: "Failed" }];
    expect(found({ task: { Catch } })).to.deep.equal(['definition.States["Submit"]']);
  });

  it("a Catch of the Map or Parallel around the state: accepted", () => {
    expect(found({ task: { Catch: undefined }, map: { Catch: everything } })).to.deep.equal([]);
    const branch = JSON.parse(definitionWith({ task: { Catch: undefined } })) as object;
    const parallel = { Type: "Parallel", Branches: [branch], End: true };
    const States = (more: object) => ({ top: { States: { Both: { ...parallel, ...more } } } });
    expect(found(States({ Catch: everything }))).to.deep.equal([]);
    expect(found(States({}))).to.have.lengthOf(1);
  });

  for (const suffix of ["", ".sync", ".waitForTaskToken"])
    it(`batch:submitJob${suffix}: checked`, () => {
      const Resource = `arn:aws:states:::batch:submitJob${suffix}`;
      expect(found({ task: { Resource, Catch: undefined } })).to.have.lengthOf(1);
    });

  it("other tasks: accepted, unless configured", () => {
    const invoke = machineWith({
      definition: definitionWith({ task: { Resource: "arn:aws:states:::lambda:invoke", Catch: undefined } }),
    });
    expect(check(rule, invoke).violations).to.deep.equal([]);
    expect(check(rule, invoke, { tasks: ["lambda:invoke"] }).violations).to.deep.equal([
      'definition.States["Submit"]',
    ]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, machineWith({ definition: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["definition"],
    });
  });
});
