import { invalid, validation } from "../errors.ts";
import { compares } from "../expressions/condition.ts";
import type { KeyCondition } from "../expressions/key-condition.ts";
import { keyBytes, placeOf } from "../storage/key-bytes.ts";
import type { Bound, Range } from "../storage/range.ts";
import type { Key, KeyAttribute } from "../tables/table.ts";
import { type AttributeValue, attributeOf, type Item } from "../values/attribute-value.ts";
import { startsWith } from "../values/compare.ts";

export type KeyConditions = ReadonlyMap<string, KeyCondition>;

/** The part of a table or index that the conditions of a Query name. Throws ValidationException. */
export function keyRange(conditions: KeyConditions, key: Key): Range["within"] {
  const { hash, range } = key;
  if (range === undefined && conditions.size > 1) throw validation("Query key condition not supported");
  const ofHash = conditionOn(hash, conditions);
  const ofRange =
    range && (conditions.size > 1 || conditions.has(range.name)) ? conditionOn(range, conditions) : undefined;
  if (ofHash.by !== "=") throw validation("Query key condition not supported");
  const [value = {}] = ofHash.values;
  const { token, hash: bytes } = placeOf(value, undefined);
  return { token, hash: bytes, ...(ofRange && bounds(ofRange)) };
}

/** Throws ValidationException unless a start key is within the conditions. */
export function checkStartWithin(start: Item, conditions: KeyConditions, { hash, range }: Key): void {
  const ofRange = range && conditions.get(range.name);
  const isSame = compares(attributeOf(start, hash.name), "=", conditions.get(hash.name)?.values[0]);
  if (ofRange === undefined) {
    if (isSame) return;
    throw validation("The provided starting key is outside query boundaries based on provided conditions");
  }
  if (!isMet(attributeOf(start, range?.name ?? ""), ofRange))
    throw validation("The provided starting key does not match the range key predicate");
  if (!isSame) throw validation("The query can return at most one row and cannot be restarted");
}

function conditionOn({ name, type }: KeyAttribute, conditions: KeyConditions): KeyCondition {
  const condition = conditions.get(name);
  if (condition === undefined) throw validation(`Query condition missed key schema element: ${name}`);
  if (condition.by === "other")
    throw validation("Attempted conditional constraint is not an indexable operation");
  for (const value of condition.values) {
    if (value[type] === undefined) throw invalid("Condition parameter type does not match schema type");
    if (value[type] === "" && condition.by !== "BEGINS_WITH")
      throw validation(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === "B" ? "binary" : "string"} value. Key: ${name}`,
      );
  }
  if (condition.by === "BEGINS_WITH" && type === "N")
    throw invalid("ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type");
  return condition;
}

function bounds({ by, values }: KeyCondition): { low?: Bound; high?: Bound } {
  const [first = {}, second = {}] = values;
  const bytes = keyBytes(first);
  const included = { bytes, isIncluded: true };
  const excluded = { bytes, isIncluded: false };
  switch (by) {
    case "<":
      return { high: excluded };
    case "<=":
      return { high: included };
    case ">":
      return { low: excluded };
    case ">=":
      return { low: included };
    case "BETWEEN":
      return { low: included, high: { bytes: keyBytes(second), isIncluded: true } };
    case "BEGINS_WITH":
      return prefixBounds(bytes);
    default:
      return { low: included, high: included };
  }
}

function prefixBounds(prefix: Buffer): { low?: Bound; high?: Bound } {
  if (prefix.length === 0) return {};
  const low = { bytes: prefix, isIncluded: true };
  let end = prefix.length;
  while (end > 0 && prefix[end - 1] === 255) end -= 1;
  if (end === 0) return { low };
  const next = Buffer.from(prefix.subarray(0, end));
  next[end - 1] = (next[end - 1] ?? 0) + 1;
  return { low, high: { bytes: next, isIncluded: false } };
}

function isMet(value: AttributeValue | undefined, { by, values }: KeyCondition): boolean {
  const [first, second] = values;
  if (by === "BETWEEN") return compares(value, ">=", first) && compares(value, "<=", second);
  if (by === "BEGINS_WITH") return value !== undefined && first !== undefined && startsWith(value, first);
  return by !== "other" && compares(value, by, first);
}
