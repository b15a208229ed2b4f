import type { Measured } from "./requests.ts";

/** Condition keys without their prefix `dynamodb:`. */
export type ConditionKeys = Readonly<Record<string, string | readonly string[]>>;

interface Reading {
  /** Top-level attributes that the read names. */
  readonly attributes: Iterable<string>;
  /** Whether it gives back only some. */
  readonly isSpecific: boolean;
  readonly IndexName?: string | undefined;
  readonly Select?: string | undefined;
}

/** The condition keys of a read. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
export function keysOfRead(
  { attributes, isSpecific, IndexName, Select }: Reading,
  measured: Measured,
): ConditionKeys {
  const all = IndexName === undefined ? "ALL_ATTRIBUTES" : "ALL_PROJECTED_ATTRIBUTES";
  return { ...keysOf(attributes, measured), Select: Select ?? (isSpecific ? "SPECIFIC_ATTRIBUTES" : all) };
}

/** The condition keys of a write. */
export function keysOf(
  attributes: Iterable<string>,
  { ReturnConsumedCapacity = "NONE" }: Measured,
): ConditionKeys {
  return { Attributes: [...new Set(attributes)], ReturnConsumedCapacity };
}
