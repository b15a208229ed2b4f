import { expect } from "chai";
import { allowances, comparisons } from "./iam-policy.ts";

describe("allowances and comparisons", () => {
  const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" };
  const read = (...Statement: readonly object[]) =>
    allowances("policy", JSON.stringify({ Version: "2012-10-17", Statement }));

  it("statements that allow: read, with their paths", () => {
    const found = read({ ...allow, Effect: "Deny" }, { ...allow, Sid: "Read" }, allow);
    expect(found.map(({ path }) => path)).to.deep.equal([
      "policy.Statement[1] (Read)",
      "policy.Statement[2]",
    ]);
  });

  it("single values: read as lists", () => {
    const [one] = allowances("policy", { Statement: { ...allow, Principal: "*" } });
    expect(one?.statement).to.deep.include({
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::shop/*"],
      Principal: { AWS: ["*"] },
      Condition: {},
    });
  });

  it("conditions: one comparison for each operator and key", () => {
    const [one] = read({
      ...allow,
      Condition: {
        Bool: { "aws:SecureTransport": true },
        "ForAnyValue:StringLike": { "aws:TagKeys": ["a", "b"] },
        "ForAllValues:StringEquals": { "aws:TagKeys": "a" },
        StringEqualsIfExists: { "aws:PrincipalTag/Tenant": "acme" },
      },
    });
    const text = comparisons(one?.statement.Condition ?? {}).map(
      ({ operator, key, values, holdsWithoutKey }) =>
        `${operator} ${key} ${values.join(",")}${holdsWithoutKey ? " or none" : ""}`,
    );
    expect(text).to.deep.equal([
      "Bool aws:securetransport true",
      "StringLike aws:tagkeys a,b",
      "StringEquals aws:tagkeys a or none",
      "StringEquals aws:principaltag/tenant acme or none",
    ]);
  });

  for (const nothing of [undefined, "", "{", "[]", "{}", '{"Statement":"all"}'])
    it(`allows nothing where it is ${JSON.stringify(nothing)}, which IAM refuses`, () => {
      expect(allowances("policy", nothing)).to.deep.equal([]);
    });
});
