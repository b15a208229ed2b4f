import { expect } from "chai";
import { containerPrivileged as rule } from "../../policies/rules/container-privileged.ts";
import { definitionWith, happyDefinition } from "./happy.ts";
import { judge } from "./judging.ts";

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

  it("tell of nothing else", () => {
    expect(judge(rule, happyDefinition).unjudged).to.deep.equal([]);
  });
});
