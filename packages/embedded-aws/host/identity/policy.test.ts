import { expect } from "chai";
import fc from "fast-check";
import { parsePolicy } from "./parse-policy.ts";
import { evaluate } from "./policy.ts";
import type { PolicyStatement } from "./policy-document.ts";
import { RequestContext } from "./request-context.ts";

type Context = Readonly<Record<string, string | readonly string[]>>;

const allow = { Effect: "Allow", Action: "*", Resource: "*" };
const object = "arn:aws:s3:::shop/tenants/acme/feed";

function decide(
  statements: PolicyStatement | readonly PolicyStatement[],
  request: { action?: string; resource?: string; context?: Context; version?: string } = {},
) {
  const { action = "s3:GetObject", resource = object, context = {}, version = "2012-10-17" } = request;
  const policy = parsePolicy({ Version: version, Statement: statements }, "identity", "test");
  return evaluate([policy], action, resource, new RequestContext(context));
}

describe("policy", () => {
  it("denies an action that no statement allows", () => {
    expect(decide({ ...allow, Action: "s3:PutObject" })).to.equal("implicitDeny");
  });

  it("lets an explicit deny win in any order", () => {
    const deny = { ...allow, Effect: "Deny" };
    fc.assert(
      fc.property(fc.shuffledSubarray([allow, allow, deny, allow], { minLength: 1 }), (statements) => {
        expect(decide(statements)).to.equal(statements.includes(deny) ? "explicitDeny" : "allowed");
      }),
    );
  });

  for (const [action, asked, decision] of [
    ["s3:GetObject", "s3:GetObject", "allowed"],
    ["S3:getobject", "s3:GetObject", "allowed"],
    ["s3:Get*", "s3:GetObject", "allowed"],
    ["s3:Get?bject", "s3:GetObject", "allowed"],
    ["s3:*", "s3:GetObject", "allowed"],
    ["*", "s3:GetObject", "allowed"],
    ["s3:Get", "s3:GetObject", "implicitDeny"],
    ["states:*", "s3:GetObject", "implicitDeny"],
  ] as const) {
    it(`matches the action ${action} with ${asked}: ${decision}`, () => {
      expect(decide({ ...allow, Action: action }, { action: asked })).to.equal(decision);
    });
  }

  for (const [resource, asked, decision] of [
    [object, object, "allowed"],
    ["arn:aws:s3:::shop/*", object, "allowed"],
    ["arn:aws:s3:::shop/tenants/?cme/*", object, "allowed"],
    ["arn:aws:s3:::SHOP/*", object, "implicitDeny"],
    ["arn:aws:s3:::shop", object, "implicitDeny"],
    ["arn:aws:s3:::shop/ten.nts/*", object, "implicitDeny"],
    [
      "arn:aws:batch:*:000000000000:job-queue/q",
      "arn:aws:batch:eu-west-1:000000000000:job-queue/q",
      "allowed",
    ],
    // "If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon boundaries."
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    ["arn:aws:batch:*:job-queue/q", "arn:aws:batch:eu-west-1:000000000000:job-queue/q", "allowed"],
    ["arn:aws:sqs:*:q", "arn:aws:sqs:eu-central-1:000000000000:q", "allowed"],
    ["arn:aws:sqs:eu*:q", "arn:aws:sqs:eu-central-1:000000000000:q", "allowed"],
    ["arn:aws:sqs:*1:q", "arn:aws:sqs:eu-central-1:000000000001:q", "implicitDeny"],
    ["arn:aws:batch:*h:000000000000:a", "arn:aws:batch:north:south:000000000000:a", "implicitDeny"],
    // "If an incomplete ARN (one with fewer than the standard six fields) is included in a policy, AWS automatically completes the
    // ARN by adding wildcard characters (*) to all missing fields."
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
    ["arn:aws:sqs", "arn:aws:sqs:eu-central-1:000000000000:q", "allowed"],
    ["arn:aws:sqs:eu-west-1", "arn:aws:sqs:eu-central-1:000000000000:q", "implicitDeny"],
    [
      "arn:aws:logs:*:*:log-group:/aws/*:*",
      "arn:aws:logs:eu-west-1:000000000000:log-group:/aws/lambda/f:log-stream:s",
      "allowed",
    ],
  ] as const) {
    it(`matches the resource ${resource} with ${asked}: ${decision}`, () => {
      expect(decide({ ...allow, Resource: resource }, { resource: asked })).to.equal(decision);
    });
  }

  it("supports NotAction and NotResource", () => {
    const but = {
      Effect: "Allow",
      NotAction: ["s3:Put*", "s3:Delete*"],
      NotResource: "arn:aws:s3:::other/*",
    };
    expect(decide(but)).to.equal("allowed");
    expect(decide(but, { action: "s3:PutObject" })).to.equal("implicitDeny");
    expect(decide(but, { resource: "arn:aws:s3:::other/key" })).to.equal("implicitDeny");
  });

  describe("variables", () => {
    const own = { ...allow, Resource: `arn:aws:s3:::shop/tenants/\${aws:PrincipalTag/tenant}/*` };

    it("have the value of the session's tag", () => {
      const of = (tenant: string) => decide(own, { context: { "aws:PrincipalTag/tenant": tenant } });
      expect([of("acme"), of("birch")]).to.deep.equal(["allowed", "implicitDeny"]);
    });

    it("are literal, even if their value has wildcards", () => {
      fc.assert(
        fc.property(
          fc.string({
            unit: fc.constantFrom("*", "?", ".", "a", "c", "m", "e", "$", "{", "}"),
            maxLength: 6,
          }),
          (tenant) => {
            const decision = decide(own, { context: { "aws:PrincipalTag/tenant": tenant } });
            expect(decision).to.equal(tenant === "acme" ? "allowed" : "implicitDeny");
          },
        ),
      );
    });

    it("match nothing without a value or a default", () => {
      expect(decide(own)).to.equal("implicitDeny");
      const withDefault = {
        ...allow,
        Resource: `arn:aws:s3:::shop/tenants/\${aws:PrincipalTag/tenant, 'acme'}/*`,
      };
      expect(decide(withDefault)).to.equal("allowed");
    });

    it("are plain text in policies of the old version", () => {
      const context = { "aws:PrincipalTag/tenant": "acme" };
      expect(decide(own, { context, version: "2008-10-17" })).to.equal("implicitDeny");
    });

    it("can write the wildcards themselves", () => {
      const literal = { ...allow, Resource: `arn:aws:s3:::shop/\${*}\${?}\${$}` };
      expect(decide(literal, { resource: "arn:aws:s3:::shop/*?$" })).to.equal("allowed");
      expect(decide(literal, { resource: "arn:aws:s3:::shop/ab$" })).to.equal("implicitDeny");
    });
  });

  describe("conditions", () => {
    const t = "allowed";
    const f = "implicitDeny";
    const key = "aws:TagKeys";
    for (const [operator, wanted, actual, decision] of [
      ["StringEquals", "a", "a", t],
      ["StringEquals", ["a", "b"], "b", t],
      ["StringEquals", "a*", "ab", f],
      ["StringEquals", "a", undefined, f],
      ["StringEqualsIfExists", "a", undefined, t],
      ["StringEqualsIfExists", "a", "b", f],
      ["StringNotEquals", "a", "b", t],
      ["StringNotEquals", ["a", "b"], "b", f],
      ["StringNotEquals", "a", undefined, t],
      ["StringEqualsIgnoreCase", "A", "a", t],
      ["StringLike", "a*", "ab", t],
      ["StringLike", "a?", "abc", f],
      ["StringNotLike", "a*", "ab", f],
      ["ArnLike", "arn:aws:iam::*:role/x*", "arn:aws:iam::000000000000:role/xy", t],
      ["ArnEquals", "arn:aws:iam::*:role/x", "arn:aws:iam::000000000000:role/y", f],
      ["ArnNotLike", "arn:aws:iam::*:role/x", "arn:aws:iam::000000000000:role/y", t],
      ["Bool", true, "true", t],
      ["Bool", "false", "true", f],
      ["Null", "true", undefined, t],
      ["Null", "true", "a", f],
      ["Null", false, "a", t],
      ["NumericLessThan", 10, "9.5", t],
      ["NumericGreaterThanEquals", "10", "10", t],
      ["NumericNotEquals", "10", "10", f],
      ["NumericEquals", "10", "ten", f],
      ["DateLessThan", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", t],
      ["DateGreaterThan", "1767225600", "2026-01-01T00:00:00Z", f],
      ["IpAddress", "203.0.113.0/24", "203.0.113.9", t],
      ["IpAddress", ["10.0.0.0/8", "203.0.113.9"], "203.0.113.9", t],
      ["IpAddress", "203.0.113.0/24", "203.0.114.9", f],
      ["IpAddress", "2001:db8::/32", "2001:db8::1", t],
      ["IpAddress", "2001:db8::/32", "203.0.113.9", f],
      ["IpAddress", "203.0.113.0/24", undefined, f],
      ["NotIpAddress", "203.0.113.0/24", "203.0.113.9", f],
      ["NotIpAddress", "203.0.113.0/24", undefined, t],
      ["BinaryEquals", "QmluYXJ5", "QmluYXJ5", t],
      ["BinaryEquals", "QmluYXJ5", "qmluYXJ5", f],
      ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], t],
      ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], f],
      ["ForAllValues:StringEquals", ["a"], undefined, t],
      ["ForAnyValue:StringEquals", ["a"], ["a", "c"], t],
      ["ForAnyValue:StringEquals", ["a"], undefined, f],
      ["ForAnyValue:StringNotEquals", ["a"], ["a", "c"], t],
      ["ForAllValues:StringNotLike", ["a*"], ["b", "ab"], f],
    ] as const) {
      it(`${operator} ${JSON.stringify(wanted)} on ${JSON.stringify(actual)}: ${decision}`, () => {
        const context = actual === undefined ? {} : { [key.toUpperCase()]: actual };
        expect(decide({ ...allow, Condition: { [operator]: { [key]: wanted } } }, { context })).to.equal(
          decision,
        );
      });
    }

    it("must all be met", () => {
      const Condition = { StringEquals: { "a:x": "1", "a:y": "2" }, Bool: { "a:z": "true" } };
      const context = { "a:x": "1", "a:y": "2", "a:z": "true" };
      expect(decide({ ...allow, Condition }, { context })).to.equal(t);
      for (const one of Object.keys(context)) {
        expect(decide({ ...allow, Condition }, { context: { ...context, [one]: "no" } })).to.equal(f);
      }
    });
  });
});
