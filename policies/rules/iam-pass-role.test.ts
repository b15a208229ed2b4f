import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { rolePolicyWith } from "../../testing/policies/statements.ts";
import { iamPassRole as rule } from "./iam-pass-role.ts";

describe("policy iam-pass-role", () => {
  const passing = (changed: object) =>
    rolePolicyWith({
      Action: "iam:PassRole",
      Resource: "arn:aws:iam::000000000000:role/shop-worker",
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      ...changed,
    });

  it("the service is named: accepted", () => {
    expect(check(rule, passing({}))).to.deep.equal({ violations: [], unchecked: [] });
  });

  for (const Condition of [
    undefined,
    { StringLike: { "iam:PassedToService": "*" } },
    { StringEqualsIfExists: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    { StringEquals: { "aws:SourceAccount": "000000000000" } },
  ])
    it(`${Condition === undefined ? "no condition" : JSON.stringify(Condition)}: refused`, () => {
      expect(check(rule, passing({ Condition })).violations).to.deep.equal(["policy.Statement[1]"]);
    });

  it("unknown values: unchecked", () => {
    const later = { ...passing({}), props: { role: "shop-worker", policy: unknown } };
    expect(check(rule, later)).to.deep.equal({ violations: [], unchecked: ["policy"] });
  });
});
