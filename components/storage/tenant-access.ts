import * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, interpolate } from "@pulumi/pulumi";
import { type SessionTags, sessionTags } from "../../contract/broker/session-tags.ts";
import { tenantDataPrefix } from "../../contract/object-keys.ts";
import { ArgumentChecks } from "../argument-error.ts";
import { maxInlinePolicyCharacters, policyDocument, type Statement } from "../policy-document.ts";
import type { Storage } from "./storage.ts";

interface TenantAccessArgs {
  /** The workflow's name. @example "nightly-report" */
  readonly workflow: string;
  /** The stores. @example new Storage("storage", { tenants, removable: false, pointInTimeRecovery: true }) */
  readonly storage: Pick<Storage, "dataBucket" | "tenantBuckets" | "table">;
  /** The containers' role. The broker names it when it assumes the tenant role. @example new iam.Role("report-stage", { assumeRolePolicy: trustsService("ecs-tasks.amazonaws.com") }) */
  readonly stageRole: iam.Role;
  /** The broker's role, which may assume the tenant role for one chunk. @example broker.function.role */
  readonly brokerRole: RoleNames;
  /** The role of containers that know no broker. It may assume the tenant role for any tenant. @default none */
  readonly directRole?: iam.Role | undefined;
}

/** A role, by what policies call it. */
export type RoleNames = Readonly<Record<"arn" | "name", Input<string>>>;

/**
 * The role that reaches tenants' data and records of chunks. Its session has the tags `tenant`, `workflow`, `run` and `chunk`, and
 * reaches only that tenant's data and that chunk's records. The broker opens sessions for containers. So a container that one
 * tenant's input takes over harms no other tenant.
 * @throws {ArgumentError} if the policy is too long
 * @example
 * new TenantAccess("report-tenant", { workflow: "report", storage, stageRole, brokerRole: broker.function.role });
 */
export class TenantAccess extends ComponentResource {
  readonly role: iam.Role;

  constructor(name: string, args: TenantAccessArgs, options?: ComponentResourceOptions) {
    super("batchline:worker:TenantAccess", name, {}, options);
    const { dataBucket, tenantBuckets, table } = args.storage;
    const { directRole } = args;
    const parent = { parent: this };
    const assumeRolePolicy = policyDocument(
      ...trustsBroker(args),
      ...(directRole === undefined ? [] : [trustsContainers(directRole)]),
    );
    const description = "A worker, for the tenant of its session tag";
    this.role = new iam.Role(name, { description, assumeRolePolicy }, parent);
    const own = Object.entries(tenantBuckets).map(([tenant, bucket]) => ownBucket(tenant, bucket.arn));
    const document = policyDocument(...sharedBucket(dataBucket.arn), ...own, chunkRecords(table.arn));
    const policy = document.apply((json) => withinLimit(name, json));
    new iam.RolePolicy(name, { role: this.role.name, policy }, parent);
    const assumesIt = policyDocument({ Effect: "Allow", Action: assume, Resource: this.role.arn });
    const mayAssume = (title: string, { name: role }: RoleNames) =>
      new iam.RolePolicy(title, { role, policy: assumesIt }, parent);
    mayAssume(`${name}-broker`, args.brokerRole);
    if (directRole !== undefined) mayAssume(`${name}-assume`, directRole);
    this.registerOutputs({ roleArn: this.role.arn });
  }
}

const assume = ["sts:AssumeRole", "sts:TagSession"];

/** The broker's session is for one chunk of this workflow. The external id says which containers' role asked the broker. */
function trustsBroker({ workflow, stageRole, brokerRole }: TenantAccessArgs): Statement[] {
  const tags = {
    StringLike: {
      [requestTag("tenant")]: "?*",
      [requestTag("run")]: "?*",
      [requestTag("chunk")]: "????????",
    },
    "ForAllValues:StringEquals": { "aws:TagKeys": sessionTags },
  };
  const ofWorkflow = { [requestTag("workflow")]: workflow };
  const statement = (Action: string, StringEquals: Readonly<Record<string, Input<string>>>): Statement => {
    return {
      Effect: "Allow",
      Principal: { AWS: brokerRole.arn },
      Action,
      Condition: { StringEquals, ...tags },
    };
  };
  return [
    statement("sts:AssumeRole", { "sts:ExternalId": stageRole.name, ...ofWorkflow }),
    // AWS has no external id for it: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
    statement("sts:TagSession", ofWorkflow),
  ];
}

function trustsContainers(directRole: iam.Role): Statement {
  return {
    Effect: "Allow",
    Principal: { AWS: directRole.arn },
    Action: assume,
    Condition: {
      StringLike: { [requestTag("tenant")]: "?*" },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["tenant"] },
    },
  };
}

const requestTag = (tag: keyof SessionTags) => `aws:RequestTag/${tag}`;
const principalTag = (tag: keyof SessionTags) => `aws:PrincipalTag/${tag}`;
/** IAM replaces the variable by the session's tag. */
const tagOf = (tag: keyof SessionTags) => `\${${principalTag(tag)}}`;
const taggedPrefix = tenantDataPrefix(tagOf("tenant"));

/** Rights on the records of the session's chunk, in the table of runs. */
function chunkRecords(tableArn: Input<string>): Statement {
  const key = `chunk#${tagOf("workflow")}#${tagOf("run")}#${tagOf("chunk")}`;
  return {
    Effect: "Allow",
    Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
    Resource: tableArn,
    Condition: {
      "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [key] },
      // ForAllValues is also true where there is no key.
      Null: { "dynamodb:LeadingKeys": "false" },
    },
  };
}

const onObjects = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"];

/** Rights below the tenant's prefix in the bucket that tenants share. */
function sharedBucket(bucketArn: Input<string>): Statement[] {
  return [
    { Effect: "Allow", Action: onObjects, Resource: interpolate`${bucketArn}/${taggedPrefix}*` },
    {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
      Condition: { StringLike: { "s3:prefix": `${taggedPrefix}*` } },
    },
  ];
}

/** The same in a tenant's own bucket, for that tenant only. All names in it are the tenant's. One statement, because IAM limits the policy. */
function ownBucket(tenant: string, bucketArn: Input<string>): Statement {
  return {
    Effect: "Allow",
    Action: [...onObjects, "s3:ListBucket"],
    Resource: [bucketArn, interpolate`${bucketArn}/${taggedPrefix}*`],
    Condition: { StringEquals: { [principalTag("tenant")]: tenant } },
  };
}

function withinLimit(name: string, json: string): string {
  if (json.length <= maxInlinePolicyCharacters) return json;
  const problem =
    `the policy has ${json.length} characters, and IAM allows ${maxInlinePolicyCharacters}: about 26 tenants with their own ` +
    "bucket; move tenants to the shared bucket, which has no such limit";
  return new ArgumentChecks("TenantAccess", name).fail("BL-K008", "tenantBuckets", problem);
}
