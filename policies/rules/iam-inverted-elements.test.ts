import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { rolePolicyWith } from "../../testing/policies/statements.ts";
import { iamInvertedElements as rule } from "./iam-inverted-elements.ts";

describe("policy iam-inverted-elements", () => {
  it("is kept by a policy that says what it allows", () => {
    expect(judge(rule, rolePolicyWith({}))).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses to allow all actions but some", () => {
    expect(judge(rule, rolePolicyWith({ Action: undefined, NotAction: "iam:*" })).violations).to.deep.equal([
      "policy.Statement[1] allows all but its NotAction (iam:*)",
    ]);
  });

  it("refuses to allow all resources but some", () => {
    const NotResource = ["arn:aws:s3:::secret", "arn:aws:s3:::secret/*"];
    expect(judge(rule, rolePolicyWith({ Resource: undefined, NotResource })).violations).to.deep.equal([
      "policy.Statement[1] allows all but its NotResource (arn:aws:s3:::secret, arn:aws:s3:::secret/*)",
    ]);
  });

  it("lets a policy deny so", () => {
    const denied = rolePolicyWith({ Effect: "Deny", Action: undefined, NotAction: "s3:GetObject" });
    expect(judge(rule, denied).violations).to.deep.equal([]);
  });

  it("says what it could not see", () => {
    const later = { ...rolePolicyWith({}), props: { role: "shop-worker", policy: unknown } };
    expect(judge(rule, later)).to.deep.equal({ violations: [], unjudged: ["policy"] });
  });
});
