import { all, type Input, interpolate, type Output } from "@pulumi/pulumi";

/** Beginning of the names of a tenant's own bucket, and where it is. */
export interface TenantBucketPlace {
  /** The name in the tenant's file, with the stack's suffix. @example "acme-media-dev" */
  readonly prefix: string;
  /** @example "123456789012" */
  readonly accountId: Input<string>;
  /** @example "eu-central-1" */
  readonly region: string;
}

/**
 * A name in the account's own namespace, where nobody else can take it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 * @example tenantBucketName({ prefix: "acme-media", accountId, region }) // acme-media-123456789012-eu-central-1-an
 */
export function tenantBucketName({ prefix, accountId, region }: TenantBucketPlace): Output<string> {
  return interpolate`${prefix}-${accountId}-${region}-an`;
}

/**
 * The name that the bucket has: in the account's namespace, or, from before there were such names, the prefix alone. S3 renames no
 * bucket, and the deployment keeps the one that exists. So another name means that the tenant's file was changed.
 * @param refuse Throws, with what is wrong.
 * @example unrenamedBucket(bucket.bucket, { prefix: "acme-media", accountId, region }, (problem) => checks.fail("BL-K013", field, problem))
 */
export function unrenamedBucket(
  actual: Output<string>,
  place: TenantBucketPlace,
  refuse: (problem: string) => never,
): Output<string> {
  return all([actual, tenantBucketName(place)]).apply(([name, wanted]) => {
    if (name === wanted || name === place.prefix) return name;
    return refuse(
      `the tenant's bucket is ${name}, and no bucket can be renamed to ${wanted}; write the former name again`,
    );
  });
}
