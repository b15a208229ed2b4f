import type { Kind, Shape } from "./model.ts";
import { matches } from "./pattern.ts";

export function hasRules({ min, max, enum: allowed, pattern }: Shape): boolean {
  return min !== undefined || max !== undefined || allowed !== undefined || pattern !== undefined;
}

/** The rules that a value of the right type breaks. A text that is too long is not matched with the pattern. */
export function brokenRules(value: unknown, shape: Shape): readonly string[] {
  if (!hasRules(shape)) return [];
  const { t, min, max, enum: allowed, pattern, inBytes } = shape;
  if (inBytes && max !== undefined)
    return Buffer.byteLength(String(value)) > max
      ? [`Member must have size less than or equal to ${max} bytes in UTF-8 encoding`]
      : [];
  const size = sizeOf(value, t, max);
  if (max !== undefined && size > max) return [atMost(t, max)];
  return [
    ...(min !== undefined && size < min ? [atLeast(t, min)] : []),
    ...(allowed !== undefined && !allowed.includes(String(value)) ? [oneOf(allowed)] : []),
    ...(pattern !== undefined && !matches(pattern, String(value)) ? [matching(pattern)] : []),
  ];
}

/** All rules of a shape, as AWS names them for the values of a list or a map. */
export function allRules({ t, min, max, enum: allowed, pattern }: Shape): string {
  const rules = [
    ...(max === undefined ? [] : [atMost(t, max)]),
    ...(min === undefined ? [] : [atLeast(t, min)]),
    ...(allowed === undefined ? [] : [oneOf(allowed)]),
    ...(pattern === undefined ? [] : [matching(pattern)]),
  ];
  return `[${rules.join(", ")}]`;
}

function sizeOf(value: unknown, kind: Kind, max: number | undefined): number {
  if (typeof value === "number") return value;
  if (kind === "blob") return Buffer.byteLength(String(value), "base64");
  if (typeof value === "string") return lengthOf(value, max);
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

/**
 * In code points, as Smithy counts: https://smithy.io/2.0/spec/constraint-traits.html#length-trait. A text with twice as many
 * UTF-16 units as allowed is too long in any case, so they are not counted.
 */
function lengthOf(text: string, max: number | undefined): number {
  if (max !== undefined && text.length > 2 * max) return text.length;
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function limited(kind: Kind): "value" | "length" {
  return ["integer", "long", "float", "double"].includes(kind) ? "value" : "length";
}

function atMost(kind: Kind, max: number): string {
  return `Member must have ${limited(kind)} less than or equal to ${max}`;
}

function atLeast(kind: Kind, min: number): string {
  return `Member must have ${limited(kind)} greater than or equal to ${min}`;
}

/** The orders in which AWS was seen to print a set of values; it has no rule. */
const seenOrders = [["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"]];

function oneOf(allowed: readonly string[]): string {
  const seen = seenOrders.find(
    (order) => order.length === allowed.length && order.every((value) => allowed.includes(value)),
  );
  return `Member must satisfy enum value set: [${(seen ?? allowed).join(", ")}]`;
}

function matching(pattern: string): string {
  return `Member must satisfy regular expression pattern: ${pattern}`;
}
