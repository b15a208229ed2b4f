import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
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

  it("is kept where the service is named", () => {
    expect(judge(rule, passing({}))).to.deep.equal({ violations: [], unjudged: [] });
  });

  for (const Condition of [
    undefined,
    { StringLike: { "iam:PassedToService": "*" } },
    { StringEqualsIfExists: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    { StringEquals: { "aws:SourceAccount": "000000000000" } },
  ])
    it(`refuses ${Condition === undefined ? "no condition" : JSON.stringify(Condition)}`, () => {
      expect(judge(rule, passing({ Condition })).violations).to.deep.equal([
        "policy.Statement[1] allows iam:PassRole without a condition on iam:PassedToService",
      ]);
    });

  it("says what it could not see", () => {
    const later = { ...passing({}), props: { role: "shop-worker", policy: unknown } };
    expect(judge(rule, later)).to.deep.equal({ violations: [], unjudged: ["policy"] });
  });
});
