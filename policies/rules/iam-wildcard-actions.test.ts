import { expect } from "chai";
import { check, messages, unknown } from "../../testing/policies/checking.ts";
import { happyStatement, rolePolicyWith } from "../../testing/policies/statements.ts";
import { resourceType, role } from "../kit/resource-types.ts";
import { iamWildcardActions as rule } from "./iam-wildcard-actions.ts";

describe("policy iam-wildcard-actions", () => {
  it("a policy that names its actions: accepted", () => {
    expect(check(rule, rolePolicyWith({}))).to.deep.equal({ violations: [], unchecked: [] });
  });

  for (const action of ["*", "s3:*", "s3:Get*", "s3:?etObject"])
    it(`${action}: refused`, () => {
      const policy = rolePolicyWith({ Action: ["s3:GetObject", action] });
      expect(check(rule, policy).violations).to.deep.equal(["policy.Statement[1]"]);
      expect(messages(rule, policy)[0]?.split(" ").at(-1)).to.equal(action);
    });

  it("a statement's Sid: part of the path", () => {
    expect(check(rule, rolePolicyWith({ Sid: "Read", Action: "s3:*" })).violations).to.deep.equal([
      "policy.Statement[1] (Read)",
    ]);
  });

  it("allowed wildcards: accepted", () => {
    expect(check(rule, rolePolicyWith({ Action: "s3:*" }), { allowed: ["s3:*"] }).violations).to.deep.equal(
      [],
    );
  });

  for (const token of [
    "aws:iam/policy:Policy",
    "aws:iam/userPolicy:UserPolicy",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sqs/queuePolicy:QueuePolicy",
  ])
    it(`${token}: checked`, () => {
      const { props } = rolePolicyWith({ Action: "s3:*" });
      expect(check(rule, { type: resourceType<object>(token), props }).violations).to.have.lengthOf(1);
    });

  it("policies as objects and inline policies: checked", () => {
    const policy = { Version: "2012-10-17", Statement: { ...happyStatement, Action: "s3:*" } };
    expect(
      check<object>(rule, { type: role, props: { inlinePolicies: [{ name: "a", policy }] } }).violations,
    ).to.deep.equal(["inlinePolicies[0].policy.Statement[0]"]);
  });

  it("unknown values: unchecked", () => {
    const later = { ...rolePolicyWith({}), props: { role: "shop-worker", policy: unknown } };
    expect(check(rule, later)).to.deep.equal({ violations: [], unchecked: ["policy"] });
    const inlinePolicies = [
      { policy: unknown },
      { policy: JSON.stringify({ Statement: { ...happyStatement, Action: "*" } }) },
    ];
    expect(check<object>(rule, { type: role, props: { inlinePolicies } })).to.deep.equal({
      violations: ["inlinePolicies[1].policy.Statement[0]"],
      unchecked: ["inlinePolicies[0].policy"],
    });
  });
});
