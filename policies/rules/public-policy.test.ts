import type { FunctionUrlArgs } from "@pulumi/aws/lambda/functionUrl.js";
import type { PermissionArgs } from "@pulumi/aws/lambda/permission.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { resourceType, role } from "../kit/resource-types.ts";
import { publicPolicy as rule } from "./public-policy.ts";

describe("policy public-policy", () => {
  const policyOf = (token: string, statement: object) => ({
    type: resourceType<{ policy: string }>(token),
    props: {
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" },
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::000000000000:root" },
            Action: "s3:GetObject",
            Resource: "*",
            ...statement,
          },
        ],
      }),
    },
  });
  const bucketWith = (statement: object) => policyOf("aws:s3/bucketPolicy:BucketPolicy", statement);
  const everyone = "policy.Statement[1]";

  it("named principals and statements that deny: accepted", () => {
    expect(check(rule, bucketWith({}))).to.deep.equal({ violations: [], unchecked: [] });
  });

  for (const token of [
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:kms/key:Key",
  ])
    it(`everyone in the policy of ${token}: refused`, () => {
      for (const Principal of ["*", { AWS: "*" }, { AWS: ["000000000000", "*"] }])
        expect(check(rule, policyOf(token, { Principal })).violations).to.deep.equal([everyone]);
    });

  it("NotPrincipal: refused", () => {
    expect(
      check(rule, bucketWith({ Principal: undefined, NotPrincipal: { AWS: "000000000000" } })).violations,
    ).to.deep.equal(["policy.Statement[1]"]);
  });

  const limited = (Condition: object) => check(rule, bucketWith({ Principal: "*", Condition })).violations;

  for (const condition of [
    { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
    { ArnLike: { "AWS:SourceArn": "arn:aws:events:eu-central-1:000000000000:rule/*" } },
    { "ForAnyValue:StringEquals": { "aws:SourceVpce": ["vpce-1"] } },
    { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"] } },
  ])
    it(`${JSON.stringify(condition)}: a limit`, () => {
      expect(limited(condition)).to.deep.equal([]);
    });

  for (const condition of [
    { StringLike: { "aws:PrincipalOrgID": "*" } },
    { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } },
    { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } },
    { "ForAllValues:StringEquals": { "aws:SourceVpce": ["vpce-1"] } },
    { ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/*" } },
    { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
    { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
    { Bool: { "aws:SecureTransport": true } },
  ])
    it(`${JSON.stringify(condition)}: not a limit`, () => {
      expect(limited(condition)).to.deep.equal([everyone]);
    });

  it("a role that everyone may assume: refused", () => {
    const assumeRolePolicy = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" },
    };
    expect(check<object>(rule, { type: role, props: { assumeRolePolicy } }).violations).to.deep.equal([
      "assumeRolePolicy.Statement[0]",
    ]);
  });

  it("a function that everyone may call: refused", () => {
    const permission = (props: object) => ({
      type: resourceType<PermissionArgs>("aws:lambda/permission:Permission"),
      props: { action: "lambda:InvokeFunction", function: "plan", principal: "*", ...props },
    });
    expect(check(rule, permission({})).violations).to.deep.equal(["principal"]);
    expect(check(rule, permission({ sourceArn: unknown })).violations).to.deep.equal([]);
    expect(check(rule, permission({ principal: unknown })).unchecked).to.deep.equal(["principal"]);
  });

  it("a function URL without authorization: refused", () => {
    const addressWith = (authorizationType: string) => ({
      type: resourceType<FunctionUrlArgs>("aws:lambda/functionUrl:FunctionUrl"),
      props: { functionName: "plan", authorizationType },
    });
    expect(check(rule, addressWith("AWS_IAM")).violations).to.deep.equal([]);
    expect(check(rule, addressWith("NONE")).violations).to.deep.equal(["authorizationType"]);
    expect(check(rule, addressWith(unknown)).unchecked).to.deep.equal(["authorizationType"]);
  });

  it("unknown values: unchecked", () => {
    const later = { ...bucketWith({}), props: { policy: unknown } };
    expect(check(rule, later)).to.deep.equal({ violations: [], unchecked: ["policy"] });
  });
});
