import { type Input, interpolate } from "@pulumi/pulumi";
import { platformKeys, tenantDataPrefix } from "../../contract/object-keys.ts";
import type { Statement } from "../policy-document.ts";
import type { Storage } from "../storage/storage.ts";

/**
 * Rights to plan a run, in a function or a container: read tenants, write manifests, keep records and locks.
 * @param listedPrefixes Below a tenant's own prefix: planning may list the names there, and read no content.
 */
export function planRights(storage: Storage, listedPrefixes: readonly string[]): Statement[] {
  const { platformBucket, dataBucket, tenantBuckets } = storage;
  const prefixes = listedPrefixes.map((prefix) => tenantDataPrefix("*") + prefix);
  const [only, ...others] = prefixes;
  return [
    {
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: interpolate`${platformBucket.arn}/${platformKeys.tenants}`,
    },
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject"],
      Resource: interpolate`${platformBucket.arn}/runs/*`,
    },
    ...(only === undefined
      ? []
      : [
          {
            Effect: "Allow" as const,
            Action: "s3:ListBucket",
            Resource: [dataBucket, ...Object.values(tenantBuckets)].map(({ arn }) => arn),
            Condition: { StringLike: { "s3:prefix": others.length === 0 ? only : prefixes } },
          },
        ]),
    ...recordRights(storage.table.arn),
  ];
}

/** Rights to close a run: read its manifest, keep records and locks, ask Batch about jobs. */
export function closeRights(storage: Storage): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: interpolate`${storage.platformBucket.arn}/runs/*`,
    },
    ...recordRights(storage.table.arn),
    // Neither action supports a narrower resource.
    { Effect: "Allow", Action: ["batch:DescribeJobs", "batch:ListJobs"], Resource: "*" },
  ];
}

/** Rights on the table of runs. Locks may be deleted, records may not. */
export function recordRights(tableArn: Input<string>): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: [
        "dynamodb:BatchWriteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
      ],
      Resource: tableArn,
    },
    {
      Effect: "Allow",
      Action: "dynamodb:DeleteItem",
      Resource: tableArn,
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["workflow#*"] } },
    },
  ];
}
