import { type Input, interpolate, output } from "@pulumi/pulumi";
import { platformKeys, tenantDataPrefix } from "../../contract/object-keys.ts";
import type { Statement } from "../policy-document.ts";
import type { Storage } from "../storage/storage.ts";

/** A function, as rights and variables name it. @example closeFunction.function.lambda */
export type CalledFunction = Readonly<Record<"arn" | "name", Input<string>>>;

/**
 * Rights to plan a run, in a function or a container: read tenants, write manifests, keep records and locks, have a dead run closed.
 * @param listedPrefixes Below a tenant's own prefix: planning may list the names there, and read no content.
 */
export function planRights(
  storage: Storage,
  listedPrefixes: readonly string[],
  closeFunction: CalledFunction,
): Statement[] {
  const { platformBucket, dataBucket, tenantBuckets } = storage;
  const prefixes = listedPrefixes.map((prefix) => tenantDataPrefix("*") + prefix);
  const tenants = interpolate`${platformBucket.arn}/${platformKeys.tenants}`;
  const runs = interpolate`${platformBucket.arn}/runs/*`;
  const [only, ...others] = prefixes;
  const listing: Statement = {
    Effect: "Allow",
    Action: "s3:ListBucket",
    Resource: [dataBucket, ...Object.values(tenantBuckets)].map(({ arn }) => arn),
    Condition: { StringLike: { "s3:prefix": only !== undefined && others.length === 0 ? only : prefixes } },
  };
  return [
    { Effect: "Allow", Action: "s3:GetObject", Resource: tenants },
    { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: runs },
    toldOfAbsence(storage),
    ...(prefixes.length === 0 ? [] : [listing]),
    ...recordRights(storage.table.arn),
    { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: closeFunction.arn },
  ];
}

/**
 * Without this right S3 answers 403 for a missing object, as for one that may not be read. It asks for the right without a prefix.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function toldOfAbsence({ platformBucket }: Storage): Statement {
  return { Effect: "Allow", Action: "s3:ListBucket", Resource: platformBucket.arn };
}

/** Where the jobs of runs are. */
export interface JobPlace {
  /** The queues that runs submit their jobs to. @example [queue.arn] */
  readonly jobQueueArns: readonly Input<string>[];
  /** @example "eu-central-1" */
  readonly region: Input<string>;
  /** @example "123456789012" */
  readonly accountId: Input<string>;
}

/** The right to learn how jobs ended. Neither action supports a narrower resource. */
export const looksAtJobs: Statement = {
  Effect: "Allow",
  Action: ["batch:DescribeJobs", "batch:ListJobs"],
  Resource: "*",
};

/** Rights to close a run: read its manifest, keep records and locks, find its jobs and end them. */
export function closeRights(storage: Storage, { region, accountId }: JobPlace): Statement[] {
  const runs = interpolate`${storage.platformBucket.arn}/runs/*`;
  return [
    { Effect: "Allow", Action: "s3:GetObject", Resource: runs },
    toldOfAbsence(storage),
    ...recordRights(storage.table.arn),
    looksAtJobs,
    {
      Effect: "Allow",
      Action: "batch:TerminateJob",
      Resource: interpolate`arn:aws:batch:${region}:${accountId}:job/*`,
    },
  ];
}

/** The right to ask whether executions of these machines live. */
export function describesExecutions(stateMachineArns: readonly Input<string>[]): Statement {
  const Resource = stateMachineArns.map((arn) =>
    output(arn).apply((known) => `${known.replace(":stateMachine:", ":execution:")}:*`),
  );
  return { Effect: "Allow", Action: "states:DescribeExecution", Resource };
}

/** Rights on the table of runs. Locks may be deleted, records may not. */
export function recordRights(tableArn: Input<string>): Statement[] {
  const reads = ["BatchGetItem", "ConditionCheckItem", "GetItem", "Query"];
  const actions = [...reads, "BatchWriteItem", "PutItem", "UpdateItem"];
  const locks = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["workflow#*"] } };
  return [
    { Effect: "Allow", Action: actions.map((action) => `dynamodb:${action}`), Resource: tableArn },
    { Effect: "Allow", Action: "dynamodb:DeleteItem", Resource: tableArn, Condition: locks },
  ];
}
