import type { FunctionUrlArgs } from "@pulumi/aws/lambda/functionUrl.js";
import type { PermissionArgs } from "@pulumi/aws/lambda/permission.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
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
  const everyone = "policy.Statement[1] allows everyone: Principal is * and no condition limits it";

  it("is kept by policies that name who may, and by what they deny", () => {
    expect(judge(rule, bucketWith({}))).to.deep.equal({ violations: [], unjudged: [] });
  });

  for (const token of [
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sqs/queuePolicy:QueuePolicy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:kms/key:Key",
  ])
    it(`refuses everyone in the policy of ${token}`, () => {
      for (const Principal of ["*", { AWS: "*" }, { AWS: ["000000000000", "*"] }])
        expect(judge(rule, policyOf(token, { Principal })).violations).to.deep.equal([everyone]);
    });

  it("refuses everyone but someone", () => {
    expect(
      judge(rule, bucketWith({ Principal: undefined, NotPrincipal: { AWS: "000000000000" } })).violations,
    ).to.deep.equal(["policy.Statement[1] allows everyone but its NotPrincipal"]);
  });

  const limited = (Condition: object) => judge(rule, bucketWith({ Principal: "*", Condition })).violations;

  for (const condition of [
    { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
    { ArnLike: { "AWS:SourceArn": "arn:aws:events:eu-central-1:000000000000:rule/*" } },
    { "ForAnyValue:StringEquals": { "aws:SourceVpce": ["vpce-1"] } },
    { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"] } },
  ])
    it(`takes ${JSON.stringify(condition)} for a limit`, () => {
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
    it(`takes ${JSON.stringify(condition)} for none`, () => {
      expect(limited(condition)).to.deep.equal([everyone]);
    });

  it("refuses a role that everyone may take on", () => {
    const assumeRolePolicy = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" },
    };
    expect(judge<object>(rule, { type: role, props: { assumeRolePolicy } }).violations).to.deep.equal([
      "assumeRolePolicy.Statement[0] allows everyone: Principal is * and no condition limits it",
    ]);
  });

  it("refuses a function that everyone may call", () => {
    const permission = (props: object) => ({
      type: resourceType<PermissionArgs>("aws:lambda/permission:Permission"),
      props: { action: "lambda:InvokeFunction", function: "plan", principal: "*", ...props },
    });
    expect(judge(rule, permission({})).violations).to.deep.equal([
      "principal is * without sourceAccount, sourceArn or principalOrgId",
    ]);
    expect(judge(rule, permission({ sourceArn: unknown })).violations).to.deep.equal([]);
    expect(judge(rule, permission({ principal: unknown })).unjudged).to.deep.equal(["principal"]);
  });

  it("refuses an address at which everyone may call a function", () => {
    const addressWith = (authorizationType: string) => ({
      type: resourceType<FunctionUrlArgs>("aws:lambda/functionUrl:FunctionUrl"),
      props: { functionName: "plan", authorizationType },
    });
    expect(judge(rule, addressWith("AWS_IAM")).violations).to.deep.equal([]);
    expect(judge(rule, addressWith("NONE")).violations).to.deep.equal([
      "authorizationType is NONE: everyone may call the function",
    ]);
    expect(judge(rule, addressWith(unknown)).unjudged).to.deep.equal(["authorizationType"]);
  });

  it("says what it could not see", () => {
    const later = { ...bucketWith({}), props: { policy: unknown } };
    expect(judge(rule, later)).to.deep.equal({ violations: [], unjudged: ["policy"] });
  });
});
