import { expect } from "chai";
import fc from "fast-check";
import { check } from "../../../testing/policies/checking.ts";
import {
  containerWith,
  definitionWith,
  happyContainer,
  happyDefinition,
  nodesWith,
  tasksWith,
} from "../../../testing/policies/happy.ts";
import { containerPrivileged as rule } from "../../rules/container-privileged.ts";

describe("onContainers", () => {
  it("a job on Kubernetes: unchecked", () => {
    const eksProperties = { podProperties: { containers: [] } };
    expect(check(rule, definitionWith({ eksProperties })).unchecked).to.deep.equal([
      "eksProperties, which no rule reads",
    ]);
  });

  for (const property of ["containerProperties", "nodeProperties", "ecsProperties"])
    it(`unreadable ${property}: unchecked`, () => {
      const { unchecked } = check(rule, definitionWith({ containerProperties: undefined, [property]: "{" }));
      expect(unchecked).to.deep.equal([
        `${property}, which has no container of the form that AWS Batch documents`,
      ]);
    });

  it("a privileged container: a violation or unchecked, whatever else it has", () => {
    const name = fc.constantFrom(...Object.keys(happyContainer), "command", "volumes", "vcpus");
    const odd = fc.dictionary(name, fc.jsonValue({ maxDepth: 2 })).map(({ privileged, ...rest }) => rest);
    fc.assert(
      fc.property(odd, fc.constantFrom(containerWith, nodesWith, tasksWith), (beside, definition) => {
        const { violations, unchecked } = check(
          rule,
          definition({ ...happyContainer, ...beside, privileged: true }),
        );
        expect([...violations, ...unchecked]).not.to.deep.equal([]);
      }),
    );
  });

  it("readable containers: nothing is unchecked", () => {
    expect(check(rule, happyDefinition).unchecked).to.deep.equal([]);
  });
});
