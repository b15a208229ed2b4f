import { type Naming, namedAttributes } from "./named-attributes.ts";
import type { Conditional, Measured } from "./requests.ts";

/** Condition keys without their prefix `dynamodb:`. */
export type ConditionKeys = Readonly<Record<string, string | readonly string[]>>;

interface Reading extends Naming {
  readonly IndexName?: string;
  readonly Select?: string;
}

/** The condition keys of a read. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
export function keysOfRead(read: Reading, measured: Measured): ConditionKeys {
  const all = read.IndexName === undefined ? "ALL_ATTRIBUTES" : "ALL_PROJECTED_ATTRIBUTES";
  const selected = (read._projection ?? read.AttributesToGet) ? "SPECIFIC_ATTRIBUTES" : all;
  return { ...keysOf([read], measured), Select: read.Select ?? selected };
}

/** The condition keys of a write that can return the item. */
export function keysOfWrite(write: Naming & Conditional & Measured): ConditionKeys {
  return { ...keysOf([write], write), ReturnValues: write.ReturnValues ?? "NONE" };
}

/** The condition keys of other writes. */
export function keysOf(
  writes: readonly Naming[],
  { ReturnConsumedCapacity = "NONE" }: Measured,
): ConditionKeys {
  return { Attributes: [...new Set(writes.flatMap(namedAttributes))], ReturnConsumedCapacity };
}
