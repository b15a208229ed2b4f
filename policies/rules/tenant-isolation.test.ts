import { expect } from "chai";
import { checkAll, unknown } from "../../testing/policies/checking.ts";
import { json, list, policyOf, read, roleOf, tag } from "../../testing/policies/tenant-roles.ts";
import { resourceType, rolePolicyAttachment } from "../kit/resource-types.ts";
import { tenantIsolation as rule } from "./tenant-isolation.ts";

describe("policy tenant-isolation", () => {
  const trust = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::000000000000:role/shop-job" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { StringLike: { "aws:RequestTag/tenant": "?*" } },
  };
  const service = json({
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  const job = roleOf("job", service);
  const tenant = roleOf("tenant", json(trust));
  const may = (...statements: readonly object[]) =>
    checkAll(rule, [job, tenant, policyOf("tenant", ...statements)]);

  it("a role that demands the tag and is limited by it: accepted", () => {
    expect(may(read, list)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a tenant's own bucket with a condition on the tenant: accepted", () => {
    const own = {
      ...read,
      Resource: "arn:aws:s3:::acme/*",
      Condition: { StringEquals: { "aws:PrincipalTag/tenant": "acme" } },
    };
    expect(may(own).violations).to.deep.equal([]);
  });

  it("buckets and keys with the tenant's name: accepted", () => {
    const bucket = { ...read, Resource: `arn:aws:s3:::shop-${tag}-data/*` };
    const items = {
      Effect: "Allow",
      Action: "dynamodb:GetItem",
      Resource: "arn:aws:dynamodb:eu-central-1:000000000000:table/shop",
      Condition: { "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": `tenant#${tag}#*` } },
    };
    expect(may(bucket, items).violations).to.deep.equal([]);
  });

  describe("records of the session's part of a tenant's work", () => {
    const key = ["workflow", "run", "chunk"].map((name) => `\${aws:PrincipalTag/${name}}`).join("#");
    const records = (keys: string, Null: object = { "dynamodb:LeadingKeys": "false" }) => ({
      Effect: "Allow",
      Action: "dynamodb:UpdateItem",
      Resource: "arn:aws:dynamodb:eu-central-1:000000000000:table/shop",
      Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": keys }, Null },
    });

    it("limited by all tags of the part: accepted", () => {
      expect(may(records(`chunk#${key}`)).violations).to.deep.equal([]);
    });

    it("limited by some of them, or also without a key: refused", () => {
      const run = `run#\${aws:PrincipalTag/run}`;
      for (const statement of [records(run), records(`chunk#${key}`, {})])
        expect(may(statement).violations).to.have.length(1);
    });
  });

  describe("a role that can be assumed without the tag, refused:", () => {
    for (const [title, changed] of Object.entries({
      "no condition": { Condition: undefined },
      "the tag forgotten altogether": { Condition: undefined, Action: "sts:AssumeRole" },
      "another tag": { Condition: { StringLike: { "aws:RequestTag/team": "?*" } } },
      "only where it is given": { Condition: { StringLikeIfExists: { "aws:RequestTag/tenant": "?*" } } },
      "only which tags may be given": {
        Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["tenant"] } },
      },
    }))
      it(title, () => {
        const open = roleOf("tenant", json({ ...trust, ...changed }));
        expect(checkAll(rule, [job, open, policyOf("tenant", read)]).violations).to.deep.equal([
          "tenant: assumeRolePolicy.Statement[0]",
        ]);
      });
  });

  it("a condition that requires any tag: accepted", () => {
    const demanding = roleOf(
      "tenant",
      json({ ...trust, Condition: { Null: { "aws:RequestTag/tenant": false } } }),
    );
    expect(checkAll(rule, [demanding, policyOf("tenant", read)]).violations).to.deep.equal([]);
  });

  describe("access beyond the tag, refused:", () => {
    for (const [title, resource] of Object.entries({
      "the whole bucket": "arn:aws:s3:::shop-data/*",
      "every tenant": "arn:aws:s3:::shop-data/tenants/*",
      "one tenant": "arn:aws:s3:::shop-data/tenants/acme/*",
      "a wildcard before the tag": `arn:aws:s3:::shop-data/*/${tag}/*`,
      "tenants whose names begin alike": `arn:aws:s3:::shop-data/tenants/${tag}*`,
      "tenants whose names begin with it and a dash": `arn:aws:s3:::shop-data/tenants/${tag}-*`,
      "tenants whose names end alike": `arn:aws:s3:::shop-data/tenants/eu-${tag}/*`,
    }))
      it(title, () => {
        expect(may({ ...read, Resource: [read.Resource, resource] }).violations).to.deep.equal([
          "tenant-policy: policy.Statement[0]",
        ]);
      });

    it("the names of all objects", () => {
      expect(may(read, { ...list, Condition: undefined }).violations).to.deep.equal([
        "tenant-policy: policy.Statement[1]",
      ]);
    });

    it("a comparison that a request without the tag passes", () => {
      const Condition = { StringEqualsIfExists: { "aws:PrincipalTag/tenant": "acme" } };
      expect(may({ ...read, Resource: "arn:aws:s3:::acme/*", Condition }).violations).to.have.lengthOf(1);
    });

    it("AWS-managed policies", () => {
      const arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
      const attachment = {
        type: rolePolicyAttachment,
        name: "reads",
        props: { role: "shop-tenant", policyArn: arn },
        from: { role: ["tenant"] },
      };
      expect(checkAll(rule, [job, tenant, attachment]).violations).to.deep.equal([`reads: ${arn}`]);
      const listing = roleOf("tenant", json(trust), { managedPolicyArns: [arn] });
      expect(checkAll(rule, [job, listing]).violations).to.deep.equal([`tenant: ${arn}`]);
      // AWS lists attached policies in the role, too.
      expect(checkAll(rule, [job, listing, attachment]).violations).to.deep.equal([`reads: ${arn}`]);
    });

    it("attached and inline policies of the program", () => {
      const wide = { ...read, Resource: "arn:aws:s3:::shop-data/*" };
      const policy = {
        type: resourceType<object>("aws:iam/policy:Policy"),
        name: "wide",
        props: { policy: json(wide) },
      };
      const attachment = {
        type: rolePolicyAttachment,
        name: "attached",
        props: { role: unknown, policyArn: unknown },
        from: { role: ["tenant"], policyArn: ["wide"] },
      };
      expect(checkAll(rule, [tenant, policy, attachment]).violations[0]).to.match(
        /^wide: policy\.Statement\[0\]/,
      );
      const inlinePolicies = [{ name: "wide", policy: json(wide) }];
      expect(checkAll(rule, [roleOf("tenant", json(trust), { inlinePolicies })]).violations[0]).to.match(
        /^tenant: inlinePolicies\[0\]\.policy\.Statement\[0\]/,
      );
    });
  });

  describe("a role without a session tag", () => {
    const jobMay = (statement: object) =>
      checkAll(rule, [job, policyOf("job", { Effect: "Allow", ...statement })]).violations;

    for (const Resource of [
      "*",
      "arn:aws:s3:::shop-data/*",
      "arn:aws:s3:::shop-data/tenants/acme/*",
      "arn:aws:s3:::shop-data/ten*",
      "arn:aws:s3:::shop-*",
      "arn:aws:s3*",
      "arn:*",
    ])
      it(`${Resource}: it holds tenants' data: refused`, () => {
        expect(jobMay({ Action: "s3:GetObject", Resource })).to.deep.equal([
          "job-policy: policy.Statement[0]",
        ]);
      });

    for (const Resource of [
      "arn:aws:s3:::shop-platform/runs/*",
      "arn:aws:s3:::shop-platform/tenants.json",
      "arn:aws:sqs:*:*:shop-*",
      "arn:aws:states*",
      "arn:aws:s3:::shop-data",
    ])
      it(`${Resource}: accepted`, () => {
        expect(jobMay({ Action: "s3:GetObject", Resource })).to.deep.equal([]);
      });

    it("other services than S3: accepted", () => {
      expect(jobMay({ Action: "xray:PutTraceSegments", Resource: "*" })).to.deep.equal([]);
    });
  });

  it("exempt roles and allowed actions: accepted", () => {
    const wide = policyOf("tenant", { ...read, Resource: "*" });
    expect(checkAll(rule, [tenant, wide], { exempt: ["tenant"] }).violations).to.deep.equal([]);
    const traces = policyOf("tenant", { Effect: "Allow", Action: "xray:PutTraceSegments", Resource: "*" });
    expect(checkAll(rule, [tenant, traces]).violations).to.have.lengthOf(1);
    const config = { allowedWithoutTag: ["xray:PutTraceSegments"] };
    expect(checkAll(rule, [tenant, traces], config).violations).to.deep.equal([]);
  });

  it("unknown values: unchecked, and the rest is checked", () => {
    const later = roleOf("later", unknown);
    const unknownPolicy = {
      ...policyOf("tenant", read),
      name: "unknown",
      props: { role: unknown, policy: unknown },
    };
    const open = policyOf("tenant", { ...read, Resource: "arn:aws:s3:::shop-data/*" });
    expect(checkAll(rule, [later, tenant, unknownPolicy, open])).to.deep.equal({
      violations: ["tenant-policy: policy.Statement[0]"],
      unchecked: ["later: assumeRolePolicy", "unknown: policy"],
    });
  });
});
