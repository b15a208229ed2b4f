import { type AttributeValue, attributeOf, setOf, typeOf } from "./attribute-value.ts";
import { compareNumbers } from "./decimal.ts";

/** Whether two checked values are the same. Sets have no order. */
export function equal(a: AttributeValue, b: AttributeValue): boolean {
  if (a.S !== undefined || a.N !== undefined || a.B !== undefined)
    return a.S === b.S && a.N === b.N && a.B === b.B;
  if (typeOf(a) !== typeOf(b)) return false;
  const [left, right] = [setOf(a), setOf(b)];
  if (left && right) {
    const members = new Set(right[1]);
    return left[1].length === members.size && left[1].every((member) => members.has(member));
  }
  if (a.L && b.L)
    return a.L.length === b.L.length && a.L.every((value, index) => sameOrAbsent(value, b.L?.[index]));
  if (a.M && b.M) {
    const { M: other } = b;
    const attributes = Object.entries(a.M);
    if (attributes.length !== Object.keys(other).length) return false;
    return attributes.every(([name, value]) => sameOrAbsent(value, attributeOf(other, name)));
  }
  return a.BOOL === b.BOOL;
}

function sameOrAbsent(value: AttributeValue, other: AttributeValue | undefined): boolean {
  return other !== undefined && equal(value, other);
}

/** The order of two texts, numbers or binaries: negative, 0 or positive; undefined for other or different types. */
export function order(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  // By UTF-8: JavaScript compares UTF-16.
  if (a.S !== undefined && b.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(bytes(a.B), bytes(b.B));
  return undefined;
}

/** Whether a text or binary starts with another. */
export function startsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if (value.S !== undefined && prefix.S !== undefined) return value.S.startsWith(prefix.S);
  if (value.B === undefined || prefix.B === undefined) return false;
  const start = bytes(prefix.B);
  return bytes(value.B).subarray(0, start.length).equals(start);
}

/** Whether a text or binary has a part, or a set or list a member. */
export function contains(value: AttributeValue, part: AttributeValue): boolean {
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  if (value.B !== undefined) return part.B !== undefined && bytes(value.B).includes(bytes(part.B));
  if (value.SS) return part.S !== undefined && value.SS.includes(part.S);
  if (value.NS) return part.N !== undefined && value.NS.includes(part.N);
  if (value.BS) return part.B !== undefined && value.BS.includes(part.B);
  return value.L?.some((element) => equal(element, part)) ?? false;
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, "base64");
}
