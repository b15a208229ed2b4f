import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { rolePolicyWith } from "../../testing/policies/statements.ts";
import { iamWildcardResources as rule } from "./iam-wildcard-resources.ts";

describe("policy iam-wildcard-resources", () => {
  it("is kept by a policy that names its resources, or of what kind they are", () => {
    for (const Resource of ["arn:aws:s3:::shop-platform/*", "arn:aws:batch:eu-central-1:000000000000:job/*"])
      expect(judge(rule, rolePolicyWith({ Resource }))).to.deep.equal({ violations: [], unjudged: [] });
  });

  for (const Resource of ["*", "arn:aws:s3:::*", "arn:aws:s3:::*/*", "arn:aws:s3*", "arn:aws:dynamodb:*:*:*"])
    it(`refuses ${Resource}`, () => {
      expect(
        judge(rule, rolePolicyWith({ Resource: ["arn:aws:s3:::a", Resource] })).violations,
      ).to.deep.equal([`policy.Statement[1] allows s3:GetObject, s3:PutObject on ${Resource}`]);
    });

  it("accepts actions that know nothing narrower, and names those that do", () => {
    const Action = [
      "batch:DescribeJobs",
      "batch:TerminateJob",
      "ec2:DescribeSubnets",
      "xray:puttracesegments",
    ];
    expect(judge(rule, rolePolicyWith({ Action, Resource: "*" })).violations).to.deep.equal([
      "policy.Statement[1] allows batch:TerminateJob on *",
    ]);
  });

  it("accepts further actions that it is told of", () => {
    const pricing = rolePolicyWith({ Action: "pricing:GetProducts", Resource: "*" });
    expect(judge(rule, pricing).violations).to.have.lengthOf(1);
    expect(judge(rule, pricing, { allowedOnAnyResource: ["pricing:GetProducts"] }).violations).to.deep.equal(
      [],
    );
  });

  it("accepts a limit by the resources' tags, not one that other resources pass", () => {
    const by = (Condition: object) =>
      judge(rule, rolePolicyWith({ Action: "ec2:TerminateInstances", Resource: "*", Condition })).violations;
    expect(by({ StringEquals: { "aws:ResourceTag/stack": "dev" } })).to.deep.equal([]);
    expect(by({ StringEquals: { "ec2:ResourceTag/stack": "dev" } })).to.deep.equal([]);
    expect(by({ StringLike: { "aws:ResourceTag/stack": "*" } })).to.have.lengthOf(1);
    expect(by({ StringNotEquals: { "aws:ResourceTag/stack": "dev" } })).to.have.lengthOf(1);
    expect(by({ StringEqualsIfExists: { "aws:ResourceTag/stack": "dev" } })).to.have.lengthOf(1);
  });

  it("says what it could not see", () => {
    const later = { ...rolePolicyWith({}), props: { role: "shop-worker", policy: unknown } };
    expect(judge(rule, later)).to.deep.equal({ violations: [], unjudged: ["policy"] });
  });
});
