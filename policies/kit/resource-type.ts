import type { Unwrap } from "@pulumi/pulumi";

/** A resource type's token with the TypeScript type of what is written for such a resource. */
export interface ResourceType<Props> {
  /** For example `aws:s3/bucket:Bucket`. */
  readonly token: string;
  /** Never there: carries the type. */
  readonly props?: Props;
}

/**
 * Names a resource type. `Args` is what its constructor takes; only the type is imported, because loading the provider's
 * classes would take longer than judging a whole stack.
 * @example resourceType<BucketArgs>("aws:s3/bucket:Bucket")
 */
export function resourceType<Args extends object>(token: string): ResourceType<Unwrap<Args>> {
  return { token };
}
