import { belongsTo } from "./belongs-to.ts";
import { bucket, type ResourceType, resourceType } from "./resource-types.ts";
import type { Stack, StackResource } from "./rule.ts";

type Bucket = StackResource<NonNullable<typeof bucket.props>>;

/** A type of buckets or their settings, under both names: the provider keeps the V2 names for older programs.
 * @example withOlderName(bucket).map((type) => on(type, check)) */
export function withOlderName<Props>(type: ResourceType<Props>): readonly ResourceType<Props>[] {
  const older = type.token.replace(/^aws:s3\/(\w+):(\w+)$/, "aws:s3/$1V2:$2V2");
  return [type, resourceType<object>(older) as ResourceType<Props>];
}

/** The buckets of a stack. @example each(bucketsOf(stack), (bucket) => …) */
export function bucketsOf(stack: Stack): readonly Bucket[] {
  return withOlderName(bucket).flatMap((type) => stack.of(type));
}

/** The resources of a type that configure this bucket.
 * @throws UnknownValueError as `belongsTo` does.
 * @example settingsOf(bucket, stack, publicAccessBlock) */
export function settingsOf<Props>(
  owner: Bucket,
  stack: Stack,
  type: ResourceType<Props>,
): readonly StackResource<Props>[] {
  return withOlderName(type)
    .flatMap((type) => stack.of(type))
    .filter((setting) => belongsTo(setting, "bucket", owner, "bucket"));
}
