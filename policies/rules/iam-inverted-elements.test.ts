import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { rolePolicyWith } from "../../testing/policies/statements.ts";
import { iamInvertedElements as rule } from "./iam-inverted-elements.ts";

describe("policy iam-inverted-elements", () => {
  it("Action and Resource: accepted", () => {
    expect(check(rule, rolePolicyWith({}))).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("NotAction: refused", () => {
    expect(check(rule, rolePolicyWith({ Action: undefined, NotAction: "iam:*" })).violations).to.deep.equal([
      "policy.Statement[1]",
    ]);
  });

  it("NotResource: refused", () => {
    const NotResource = ["arn:aws:s3:::secret", "arn:aws:s3:::secret/*"];
    expect(check(rule, rolePolicyWith({ Resource: undefined, NotResource })).violations).to.deep.equal([
      "policy.Statement[1]",
    ]);
  });

  it("statements that deny: accepted", () => {
    const denied = rolePolicyWith({ Effect: "Deny", Action: undefined, NotAction: "s3:GetObject" });
    expect(check(rule, denied).violations).to.deep.equal([]);
  });

  it("unknown values: unchecked", () => {
    const later = { ...rolePolicyWith({}), props: { role: "shop-worker", policy: unknown } };
    expect(check(rule, later)).to.deep.equal({ violations: [], unchecked: ["policy"] });
  });
});
