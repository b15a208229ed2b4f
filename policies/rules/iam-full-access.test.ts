import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { resourceType, role, rolePolicyAttachment } from "../kit/resource-types.ts";
import { iamFullAccess as rule } from "./iam-full-access.ts";

describe("policy iam-full-access", () => {
  const attachmentOf = (policyArn: string) => ({
    type: rolePolicyAttachment,
    props: { role: "shop-worker", policyArn },
  });
  const fleet = "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole";
  const everything = "arn:aws:iam::aws:policy/AdministratorAccess";

  it("narrower AWS-managed policies and the program's own: accepted", () => {
    for (const arn of [fleet, "arn:aws:iam::000000000000:policy/ShopFullAccess"])
      expect(check(rule, attachmentOf(arn))).to.deep.equal({ violations: [], unchecked: [] });
  });

  for (const name of [
    "AdministratorAccess",
    "AmazonS3FullAccess",
    "CloudWatchFullAccessV2",
    "PowerUserAccess",
  ])
    it(`${name}: refused, unless it is configured`, () => {
      const attached = attachmentOf(`arn:aws:iam::aws:policy/${name}`);
      expect(check(rule, attached).violations).to.deep.equal(["policyArn"]);
      expect(check(rule, attached, { allowed: [name] }).violations).to.deep.equal([]);
    });

  it("managedPolicyArns and exclusive attachments: checked", () => {
    expect(
      check<object>(rule, { type: role, props: { managedPolicyArns: [fleet, everything] } }).violations,
    ).to.deep.equal(["managedPolicyArns[1]"]);
    const type = resourceType<object>(
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    );
    expect(check(rule, { type, props: { policyArns: [everything] } }).violations).to.deep.equal([
      "policyArns[0]",
    ]);
  });

  it("unknown values: unchecked, and the rest is checked", () => {
    expect(check(rule, attachmentOf(unknown))).to.deep.equal({ violations: [], unchecked: ["policyArn"] });
    expect(
      check<object>(rule, { type: role, props: { managedPolicyArns: [unknown, everything] } }),
    ).to.deep.equal({
      violations: ["managedPolicyArns[1]"],
      unchecked: ["managedPolicyArns[0]"],
    });
  });
});
