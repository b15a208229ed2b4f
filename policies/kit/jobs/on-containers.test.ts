import { expect } from "chai";
import fc from "fast-check";
import { judge } from "../../../testing/policies/checking.ts";
import {
  containerWith,
  definitionWith,
  happyContainer,
  happyDefinition,
  nodesWith,
  tasksWith,
} from "../../../testing/policies/happy.ts";
import { containerPrivileged as rule } from "../../rules/container-privileged.ts";

describe("rules about containers", () => {
  it("tell of a job on Kubernetes, which they do not read", () => {
    const eksProperties = { podProperties: { containers: [] } };
    expect(judge(rule, definitionWith({ eksProperties })).unjudged).to.deep.equal([
      "eksProperties, which no rule reads",
    ]);
  });

  for (const property of ["containerProperties", "nodeProperties", "ecsProperties"])
    it(`tell of ${property} that they cannot read`, () => {
      const { unjudged } = judge(rule, definitionWith({ containerProperties: undefined, [property]: "{" }));
      expect(unjudged).to.deep.equal([
        `${property}, which has no container of the form that AWS Batch documents`,
      ]);
    });

  it("never let one pass in silence, whatever is beside what they look at", () => {
    const name = fc.constantFrom(...Object.keys(happyContainer), "command", "volumes", "vcpus");
    const odd = fc.dictionary(name, fc.jsonValue({ maxDepth: 2 })).map(({ privileged, ...rest }) => rest);
    fc.assert(
      fc.property(odd, fc.constantFrom(containerWith, nodesWith, tasksWith), (beside, definition) => {
        const { violations, unjudged } = judge(
          rule,
          definition({ ...happyContainer, ...beside, privileged: true }),
        );
        expect([...violations, ...unjudged]).not.to.deep.equal([]);
      }),
    );
  });

  it("tell of nothing else", () => {
    expect(judge(rule, happyDefinition).unjudged).to.deep.equal([]);
  });
});
