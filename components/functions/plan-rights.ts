import { interpolate } from "@pulumi/pulumi";
import { originalsPrefix, platformKeys, tenantDataPrefix } from "../../contract/keys.ts";
import type { Statement } from "../policy-document.ts";
import { recordAccess } from "../storage/record-access.ts";
import type { Storage } from "../storage/storage.ts";

/** What planning may do, in a function or a container: read who the tenants are, write manifests, keep records and locks. */
export function planningRights({ platformBucket, dataBucket, tenantBuckets, table }: Storage): Statement[] {
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
    // Names of originals, to cut them into chunks: nothing else of what tenants have, and no content.
    {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: [dataBucket, ...Object.values(tenantBuckets)].map(({ arn }) => arn),
      Condition: { StringLike: { "s3:prefix": `${tenantDataPrefix("*")}${originalsPrefix}` } },
    },
    ...recordAccess(table.arn),
  ];
}
