import * as iam from "@pulumi/aws/iam/index.js";
import type { Bucket } from "@pulumi/aws/s3/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, interpolate } from "@pulumi/pulumi";
import { tenantSessionTag } from "../../contract/env.ts";
import { tenantDataPrefix } from "../../contract/object-keys.ts";
import { ArgumentChecks } from "../argument-error.ts";
import { maxInlinePolicyCharacters, policyDocument, type Statement } from "../policy-document.ts";

interface TenantAccessArgs {
  /** The containers' role. Only it may assume the tenant role. @example new iam.Role("report-job", { assumeRolePolicy: trustsService("ecs-tasks.amazonaws.com") }) */
  readonly jobRole: iam.Role;
  /** @example storage.dataBucket */
  readonly dataBucket: Bucket;
  /** Tenant id → its own bucket. @example storage.tenantBuckets */
  readonly tenantBuckets: Readonly<Record<string, Bucket>>;
}

/**
 * The role that a worker assumes to reach tenants' data. Its session must have the tag `tenant` and reaches only that
 * tenant's data. A worker that one tenant's input compromises cannot harm another tenant.
 * @throws {ArgumentError} if the policy is too long
 * @example
 * new TenantAccess("report-tenant", { jobRole, dataBucket: storage.dataBucket, tenantBuckets: storage.tenantBuckets });
 */
export class TenantAccess extends ComponentResource {
  readonly role: iam.Role;

  constructor(name: string, args: TenantAccessArgs, options?: ComponentResourceOptions) {
    super("batchline:worker:TenantAccess", name, {}, options);
    const { jobRole, dataBucket, tenantBuckets } = args;
    const parent = { parent: this };
    const Action = ["sts:AssumeRole", "sts:TagSession"];
    const assumeRolePolicy = policyDocument({
      Effect: "Allow",
      Principal: { AWS: jobRole.arn },
      Action,
      Condition: {
        StringLike: { [`aws:RequestTag/${tenantSessionTag}`]: "?*" },
        "ForAllValues:StringEquals": { "aws:TagKeys": [tenantSessionTag] },
      },
    });
    const description = "A worker, for the tenant of its session tag";
    this.role = new iam.Role(name, { description, assumeRolePolicy }, parent);
    const own = Object.entries(tenantBuckets).flatMap(([tenant, bucket]) =>
      access(bucket.arn, { StringEquals: { [principalTag]: tenant } }),
    );
    const document = policyDocument(...access(dataBucket.arn), ...own);
    const policy = document.apply((json) => withinLimit(name, json));
    new iam.RolePolicy(name, { role: this.role.name, policy }, parent);
    const assumesIt = policyDocument({ Effect: "Allow", Action, Resource: this.role.arn });
    new iam.RolePolicy(`${name}-assume`, { role: jobRole.name, policy: assumesIt }, parent);
    this.registerOutputs({ roleArn: this.role.arn });
  }
}

const principalTag = `aws:PrincipalTag/${tenantSessionTag}`;
/** IAM replaces the variable by the session's tenant. */
const taggedPrefix = tenantDataPrefix(`\${${principalTag}}`);

/** Rights below the tenant's prefix in a bucket. `condition` narrows them further. */
function access(bucketArn: Input<string>, condition: Statement["Condition"] = {}): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
      Resource: interpolate`${bucketArn}/${taggedPrefix}*`,
      ...(Object.keys(condition).length > 0 && { Condition: condition }),
    },
    {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
      Condition: { ...condition, StringLike: { "s3:prefix": `${taggedPrefix}*` } },
    },
  ];
}

function withinLimit(name: string, json: string): string {
  if (json.length <= maxInlinePolicyCharacters) return json;
  const problem =
    `the policy has ${json.length} characters, and IAM allows ${maxInlinePolicyCharacters}: about 20 tenants with their own ` +
    "bucket; move tenants to the shared bucket, which has no such limit";
  return new ArgumentChecks("TenantAccess", name).fail("BL-K008", "tenantBuckets", problem);
}
