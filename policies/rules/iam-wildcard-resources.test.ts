import { expect } from "chai";
import { check, messages, unknown } from "../../testing/policies/checking.ts";
import { rolePolicyWith } from "../../testing/policies/statements.ts";
import { iamWildcardResources as rule } from "./iam-wildcard-resources.ts";

describe("policy iam-wildcard-resources", () => {
  it("named resources or resource types: accepted", () => {
    for (const Resource of ["arn:aws:s3:::shop-platform/*", "arn:aws:batch:eu-central-1:000000000000:job/*"])
      expect(check(rule, rolePolicyWith({ Resource }))).to.deep.equal({ violations: [], unchecked: [] });
  });

  for (const Resource of ["*", "arn:aws:s3:::*", "arn:aws:s3:::*/*", "arn:aws:s3*", "arn:aws:dynamodb:*:*:*"])
    it(`${Resource}: refused`, () => {
      const policy = rolePolicyWith({ Resource: ["arn:aws:s3:::a", Resource] });
      expect(check(rule, policy).violations).to.deep.equal(["policy.Statement[1]"]);
      expect(messages(rule, policy)[0]?.split(" ").at(-1)).to.equal(Resource);
    });

  it("actions without narrower resources: accepted, the others are named", () => {
    const Action = [
      "batch:DescribeJobs",
      "batch:TerminateJob",
      "ec2:DescribeSubnets",
      "xray:puttracesegments",
    ];
    const policy = rolePolicyWith({ Action, Resource: "*" });
    expect(check(rule, policy).violations).to.deep.equal(["policy.Statement[1]"]);
    expect(messages(rule, policy)[0])
      .to.include("batch:TerminateJob")
      .and.not.match(/Describe|xray/);
  });

  it("configured actions: accepted", () => {
    const pricing = rolePolicyWith({ Action: "pricing:GetProducts", Resource: "*" });
    expect(check(rule, pricing).violations).to.have.lengthOf(1);
    expect(check(rule, pricing, { allowedOnAnyResource: ["pricing:GetProducts"] }).violations).to.deep.equal(
      [],
    );
  });

  it("a limit by resource tags: accepted, unless other resources pass it", () => {
    const by = (Condition: object) =>
      check(rule, rolePolicyWith({ Action: "ec2:TerminateInstances", Resource: "*", Condition })).violations;
    expect(by({ StringEquals: { "aws:ResourceTag/stack": "dev" } })).to.deep.equal([]);
    expect(by({ StringEquals: { "ec2:ResourceTag/stack": "dev" } })).to.deep.equal([]);
    expect(by({ StringLike: { "aws:ResourceTag/stack": "*" } })).to.have.lengthOf(1);
    expect(by({ StringNotEquals: { "aws:ResourceTag/stack": "dev" } })).to.have.lengthOf(1);
    expect(by({ StringEqualsIfExists: { "aws:ResourceTag/stack": "dev" } })).to.have.lengthOf(1);
  });

  it("unknown values: unchecked", () => {
    const later = { ...rolePolicyWith({}), props: { role: "shop-worker", policy: unknown } };
    expect(check(rule, later)).to.deep.equal({ violations: [], unchecked: ["policy"] });
  });
});
