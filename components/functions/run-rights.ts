import { type Input, interpolate } from "@pulumi/pulumi";
import { originalsPrefix, platformKeys, tenantDataPrefix } from "../../contract/keys.ts";
import type { Statement } from "../policy-document.ts";
import type { Storage } from "../storage/storage.ts";

/** Rights to plan a run, in a function or a container: read tenants, write manifests, keep records and locks. */
export function planRights(storage: Storage): Statement[] {
  const { platformBucket, dataBucket, tenantBuckets } = storage;
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
    // Planning needs the names of originals to cut them into chunks. It may not read any content.
    {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: [dataBucket, ...Object.values(tenantBuckets)].map(({ arn }) => arn),
      Condition: { StringLike: { "s3:prefix": `${tenantDataPrefix("*")}${originalsPrefix}` } },
    },
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
