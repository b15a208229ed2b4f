import { belongsTo } from "./belongs-to.ts";
import { bucket, type ResourceType, resourceType } from "./resource-types.ts";
import type { Stack, StackResource } from "./rule.ts";

type Bucket = StackResource<NonNullable<typeof bucket.props>>;

/** Buckets, or a setting of theirs, under both its names: the provider keeps those with V2 for programs that have them. */
export function withOlderName<Props>(type: ResourceType<Props>): readonly ResourceType<Props>[] {
  const older = type.token.replace(/^aws:s3\/(\w+):(\w+)$/, "aws:s3/$1V2:$2V2");
  return [type, resourceType<object>(older) as ResourceType<Props>];
}

/** The buckets of a stack. */
export function bucketsOf(stack: Stack): readonly Bucket[] {
  return withOlderName(bucket).flatMap((type) => stack.of(type));
}

/** The resources of a type that are settings of that bucket. Throws as belongsTo. */
export function settingsOf<Props>(
  owner: Bucket,
  stack: Stack,
  type: ResourceType<Props>,
): readonly StackResource<Props>[] {
  return withOlderName(type)
    .flatMap((type) => stack.of(type))
    .filter((setting) => belongsTo(setting, "bucket", owner, "bucket"));
}
