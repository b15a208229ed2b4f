import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { happyStatement, rolePolicyWith } from "../../testing/policies/statements.ts";
import { resourceType, role } from "../kit/resource-types.ts";
import { iamWildcardActions as rule } from "./iam-wildcard-actions.ts";

describe("policy iam-wildcard-actions", () => {
  it("is kept by a policy that names its actions", () => {
    expect(judge(rule, rolePolicyWith({}))).to.deep.equal({ violations: [], unjudged: [] });
  });

  for (const action of ["*", "s3:*", "s3:Get*", "s3:?etObject"])
    it(`refuses ${action}`, () => {
      expect(judge(rule, rolePolicyWith({ Action: ["s3:GetObject", action] })).violations).to.deep.equal([
        `policy.Statement[1] allows ${action}`,
      ]);
    });

  it("names the statement by its Sid, too", () => {
    expect(judge(rule, rolePolicyWith({ Sid: "Read", Action: "s3:*" })).violations).to.deep.equal([
      "policy.Statement[1] (Read) allows s3:*",
    ]);
  });

  it("accepts what it is told to", () => {
    expect(judge(rule, rolePolicyWith({ Action: "s3:*" }), { allowed: ["s3:*"] }).violations).to.deep.equal(
      [],
    );
  });

  for (const token of [
    "aws:iam/policy:Policy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sqs/queuePolicy:QueuePolicy",
  ])
    it(`judges also ${token}`, () => {
      const { props } = rolePolicyWith({ Action: "s3:*" });
      expect(judge(rule, { type: resourceType<object>(token), props }).violations).to.have.lengthOf(1);
    });

  it("judges a policy that is written as an object, and those within a role", () => {
    const policy = { Version: "2012-10-17", Statement: { ...happyStatement, Action: "s3:*" } };
    expect(
      judge<object>(rule, { type: role, props: { inlinePolicies: [{ name: "a", policy }] } }).violations,
    ).to.deep.equal(["inlinePolicies[0].policy.Statement[0] allows s3:*"]);
  });

  it("says what it could not see", () => {
    const later = { ...rolePolicyWith({}), props: { role: "shop-worker", policy: unknown } };
    expect(judge(rule, later)).to.deep.equal({ violations: [], unjudged: ["policy"] });
    const inlinePolicies = [
      { policy: unknown },
      { policy: JSON.stringify({ Statement: { ...happyStatement, Action: "*" } }) },
    ];
    expect(judge<object>(rule, { type: role, props: { inlinePolicies } })).to.deep.equal({
      violations: ["inlinePolicies[1].policy.Statement[0] allows *"],
      unjudged: ["inlinePolicies[0].policy"],
    });
  });
});
