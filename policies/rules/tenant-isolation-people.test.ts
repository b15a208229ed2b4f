import { expect } from "chai";
import fc from "fast-check";
import { checkAll, unknown } from "../../testing/policies/checking.ts";
import { json, list, policyOf, read, roleOf } from "../../testing/policies/tenant-roles.ts";
import { tenantIsolation as rule } from "./tenant-isolation.ts";

describe("policy tenant-isolation: a role of people", () => {
  const people = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::000000000000:root" } };
  const support = (changed: object = {}, more: object = {}) =>
    roleOf("support", json({ ...people, Action: "sts:AssumeRole", ...changed }), more);
  const allow = (Action: string, Resource: string, Condition = {}) => ({
    ...{ Effect: "Allow", Action, Resource, Condition },
  });
  const account = "eu-central-1:000000000000";
  const harmless: object[] = [
    allow("states:StartExecution", `arn:aws:states:${account}:stateMachine:shop`),
    allow("dynamodb:Query", `arn:aws:dynamodb:${account}:table/runs`),
    allow("logs:FilterLogEvents", `arn:aws:logs:${account}:log-group:/shop/dev/jobs:*`),
    allow("s3:ListAllMyBuckets", "*"),
    allow("s3:GetObject", "arn:aws:s3:::shop-platform/runs/*"),
    allow("xray:GetTraceSummaries", "*"),
    allow("sts:AssumeRole", `arn:aws:iam::000000000000:role/\${aws:PrincipalTag/team}`),
  ];
  /** Each alone makes the role a tenant role. */
  const signs: Readonly<Record<string, object>> = {
    "reaches every tenant's objects": allow("s3:GetObject", "arn:aws:s3:::shop-data/*"),
    "reaches one tenant's objects": allow("s3:GetObject", "arn:aws:s3:::shop-data/tenants/acme/*"),
    "may do everything": allow("*", "*"),
    "is limited by the tag": read,
    "is limited by the tag in a condition": list,
    "compares the tag": allow("sqs:SendMessage", `arn:aws:sqs:${account}:q`, {
      StringEqualsIfExists: { "AWS:PrincipalTag/Tenant": "acme" },
    }),
    "has the tag with a default": allow(
      "sqs:SendMessage",
      `arn:aws:sqs:${account}:\${aws:PrincipalTag/tenant, 'q'}`,
    ),
  };
  const some = fc.subarray(harmless, { minLength: 1 });

  it("reaches no tenant's objects: accepted, whatever else it may do", () => {
    fc.assert(
      fc.property(some, (statements) => {
        const found = checkAll(rule, [support(), policyOf("support", ...statements)]);
        expect(found).to.deep.equal({ violations: [], unchecked: [] });
      }),
    );
  });

  for (const [title, sign] of Object.entries(signs))
    it(`${title} in one statement of several: a tenant role, refused`, () => {
      fc.assert(
        fc.property(some, fc.nat(), (others, at) => {
          const statements = others.toSpliced(at % (others.length + 1), 0, sign);
          const { violations } = checkAll(rule, [support(), policyOf("support", ...statements)]);
          expect(violations).to.include("support: assumeRolePolicy.Statement[0]");
          for (const [index, statement] of statements.entries())
            if (statement !== sign)
              expect(violations).to.include(`support-policy: policy.Statement[${index}]`);
        }),
      );
    });

  it("passes or requires the session tag: a tenant role, refused", () => {
    for (const changed of [
      { Action: ["sts:AssumeRole", "sts:TagSession"] },
      { Condition: { StringLike: { "aws:RequestTag/tenant": "*" } } },
      { Condition: { Null: { "aws:RequestTag/tenant": true } } },
    ])
      expect(checkAll(rule, [support(changed)]).violations).to.deep.equal([
        "support: assumeRolePolicy.Statement[0]",
      ]);
  });

  it("requires another tag: accepted", () => {
    const Condition = { StringLike: { "aws:RequestTag/tenants": "?*", "aws:PrincipalTag/team": "ops" } };
    expect(checkAll(rule, [support({ Condition })]).violations).to.deep.equal([]);
  });

  for (const name of ["ReadOnlyAccess", "AdministratorAccess", "AmazonS3ReadOnlyAccess"])
    it(`AWS's ${name}: reads every object: refused`, () => {
      const arn = `arn:aws:iam::aws:policy/${name}`;
      expect(checkAll(rule, [support({}, { managedPolicyArns: [arn] })]).violations).to.deep.equal([
        "support: assumeRolePolicy.Statement[0]",
        `support: ${arn}`,
      ]);
    });

  it("another policy of AWS or of another program: unchecked", () => {
    const managedPolicyArns = [
      "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess",
      "arn:aws:iam::000000000000:policy/team",
    ];
    expect(checkAll(rule, [support({}, { managedPolicyArns })])).to.deep.equal({
      violations: [],
      unchecked: managedPolicyArns.map((arn) => `support: ${arn}`),
    });
  });

  it("unknown policies: unchecked, and no violation", () => {
    const policy = { ...policyOf("support", read), props: { role: "shop-support", policy: unknown } };
    expect(checkAll(rule, [support(), policy])).to.deep.equal({
      violations: [],
      unchecked: ["support-policy: policy"],
    });
  });
});
