import * as iam from "@pulumi/aws/iam/index.js";
import type { Bucket } from "@pulumi/aws/s3/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, interpolate, output } from "@pulumi/pulumi";
import { tenantSessionTag } from "../../contract/env.ts";
import { tenantDataPrefix } from "../../contract/object-keys.ts";
import { ArgumentChecks } from "../argument-error.ts";
import { policyDocument, type Statement } from "../policy-document.ts";

export interface TenantAccessArgs {
  /** The role of the containers; only it may take on the tenant role, and it gets the right to. */
  readonly jobRole: iam.Role;
  readonly dataBucket: Bucket;
  /** Tenant id → its own bucket. */
  readonly tenantBuckets: Readonly<Record<string, Bucket>>;
}

/**
 * The role a worker takes on to reach tenants' data. It must say by the session tag `tenant` for whom, and then reaches
 * that tenant's data only: a worker that is led astray by one tenant's input can harm no other.
 */
export class TenantAccess extends ComponentResource {
  readonly role: iam.Role;

  constructor(name: string, args: TenantAccessArgs, options?: ComponentResourceOptions) {
    super("batchline:worker:TenantAccess", name, {}, options);
    const { jobRole, dataBucket, tenantBuckets } = args;
    const parent = { parent: this };
    this.role = new iam.Role(
      name,
      {
        description: "A worker, for the tenant of its session tag",
        assumeRolePolicy: policyDocument({
          Effect: "Allow",
          Principal: { AWS: jobRole.arn },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringLike: { [`aws:RequestTag/${tenantSessionTag}`]: "?*" },
            "ForAllValues:StringEquals": { "aws:TagKeys": [tenantSessionTag] },
          },
        }),
      },
      parent,
    );
    const own = Object.entries(tenantBuckets).flatMap(([tenant, bucket]) =>
      access(bucket.arn, { StringEquals: { [principalTag]: tenant } }),
    );
    const policy = policyDocument(...access(dataBucket.arn), ...own);
    new iam.RolePolicy(
      name,
      { role: this.role.name, policy: policy.apply((json) => withinLimit(name, json)) },
      parent,
    );
    new iam.RolePolicy(
      `${name}-assume`,
      {
        role: jobRole.name,
        policy: policyDocument({
          Effect: "Allow",
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Resource: this.role.arn,
        }),
      },
      parent,
    );
    this.registerOutputs({ roleArn: output(this.role.arn) });
  }
}

const principalTag = `aws:PrincipalTag/${tenantSessionTag}`;
/** IAM puts the session's tenant here. */
const taggedPrefix = tenantDataPrefix(`\${${principalTag}}`);

/** Everything under the tenant's prefix in a bucket, and nothing else there; `condition` narrows it further. */
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

/** Of all inline policies of a role, white space aside. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxPolicyCharacters = 10_240;

function withinLimit(name: string, json: string): string {
  if (json.length > maxPolicyCharacters)
    new ArgumentChecks("TenantAccess", name).fail(
      "BL-K008",
      "tenantBuckets",
      `the policy has ${json.length} characters and IAM allows ${maxPolicyCharacters}, which is about 20 tenants with a ` +
        "bucket of their own; move tenants to the shared bucket, where any number fits",
    );
  return json;
}
