import type { Tenant } from "../../config/tenants.ts";
import { tenantDataPrefix } from "../../contract/object-keys.ts";

/** Side effects of a change to a tenant that a reviewer must know. */
export function warningsOf(before: Tenant | undefined, after: Tenant | undefined): string[] {
  if (before === undefined) return longBucket(after);
  if (after !== undefined)
    return [
      ...moved(before, after),
      ...bucketGone(before, after),
      ...(before.storage === undefined ? longBucket(after) : []),
    ];
  if (before.storage !== undefined) return bucketGone(before, undefined);
  return [`its data stays in the shared bucket, under ${tenantDataPrefix(before.id)}: delete it by hand`];
}

/** Data does not follow a tenant to another bucket or id. */
function moved(before: Tenant, after: Tenant): string[] {
  const [from, to] = [place(before), place(after)];
  const renamed = before.id !== after.id;
  return [
    ...(from === to
      ? []
      : [`its data does not move: copy it from ${from} to ${to}, or the tenant begins with nothing`]),
    ...(renamed ? [`its history stays with ${before.id}: it runs as if it had never run before`] : []),
  ];
}

/** Under another id the same bucket is another resource: Pulumi creates it while the former one still exists. */
function bucketGone(before: Tenant, after: Tenant | undefined): string[] {
  const bucket = before.storage?.bucket;
  if (bucket === undefined) return [];
  const same = after?.storage?.bucket === bucket;
  if (same && after?.id === before.id) return [];
  if (same) {
    return [
      `pulumi up would create the bucket ${bucket} a second time, and S3 refuses that: rename its resource in the state first`,
    ];
  }
  if (after?.id === before.id && after.storage !== undefined)
    return [`pulumi up refuses to rename the bucket ${bucket} (BL-K013)`];
  return [
    `pulumi up deletes the bucket ${bucket} and its objects if the stack is removable, and leaves it otherwise`,
  ];
}

/** S3's 63 characters less `-<account>-<region>-an`, with the longest region. */
const longestNewBucket = 32;

/** A bucket that exists keeps its name, so the limit is for new ones alone. */
function longBucket(after: Tenant | undefined): string[] {
  const length = after?.storage?.bucket.length ?? 0;
  if (length <= longestNewBucket) return [];
  return [
    `the name of its new bucket has ${length} characters, and AWS allows about ${longestNewBucket} with the stack's suffix: the account and the region are appended`,
  ];
}

function place({ id, storage }: Tenant): string {
  return `${storage === undefined ? "the shared bucket" : storage.bucket}, ${tenantDataPrefix(id)}`;
}
