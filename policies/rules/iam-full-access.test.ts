import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { resourceType, role, rolePolicyAttachment } from "../kit/resource-types.ts";
import { iamFullAccess as rule } from "./iam-full-access.ts";

describe("policy iam-full-access", () => {
  const attachmentOf = (policyArn: string) => ({
    type: rolePolicyAttachment,
    props: { role: "shop-worker", policyArn },
  });
  const fleet = "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole";
  const everything = "arn:aws:iam::aws:policy/AdministratorAccess";

  it("is kept by narrower policies of AWS, and by our own", () => {
    for (const arn of [fleet, "arn:aws:iam::000000000000:policy/ShopFullAccess"])
      expect(judge(rule, attachmentOf(arn))).to.deep.equal({ violations: [], unjudged: [] });
  });

  for (const name of [
    "AdministratorAccess",
    "AmazonS3FullAccess",
    "CloudWatchFullAccessV2",
    "PowerUserAccess",
  ])
    it(`refuses ${name}, unless it is told to accept it`, () => {
      const attached = attachmentOf(`arn:aws:iam::aws:policy/${name}`);
      expect(judge(rule, attached).violations).to.deep.equal([`policyArn is AWS's ${name}`]);
      expect(judge(rule, attached, { allowed: [name] }).violations).to.deep.equal([]);
    });

  it("looks at a role's own list, and at exclusive ones", () => {
    expect(
      judge<object>(rule, { type: role, props: { managedPolicyArns: [fleet, everything] } }).violations,
    ).to.deep.equal(["managedPolicyArns[1] is AWS's AdministratorAccess"]);
    const type = resourceType<object>(
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    );
    expect(judge(rule, { type, props: { policyArns: [everything] } }).violations).to.deep.equal([
      "policyArns[0] is AWS's AdministratorAccess",
    ]);
  });

  it("says what it could not see, and judges the rest", () => {
    expect(judge(rule, attachmentOf(unknown))).to.deep.equal({ violations: [], unjudged: ["policyArn"] });
    expect(
      judge<object>(rule, { type: role, props: { managedPolicyArns: [unknown, everything] } }),
    ).to.deep.equal({
      violations: ["managedPolicyArns[1] is AWS's AdministratorAccess"],
      unjudged: ["managedPolicyArns[0]"],
    });
  });
});
