import type { AttributeValue, Item } from "./attribute-value.ts";

/** Bytes of an item as AWS counts them. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function sizeOf(item: Item): number {
  let size = 0;
  for (const name in item) size += Buffer.byteLength(name) + sizeOfValue(item[name] ?? {});
  return size;
}

/** Bytes of a checked value. */
export function sizeOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return sizeOfNumber(value.N);
  if (value.B !== undefined) return Buffer.byteLength(value.B, "base64");
  if (value.SS) return sum(value.SS, (text) => Buffer.byteLength(text));
  if (value.NS) return sum(value.NS, sizeOfNumber);
  if (value.BS) return sum(value.BS, (text) => Buffer.byteLength(text, "base64"));
  // A list or map has three bytes, and one for each element.
  if (value.L) return 3 + sum(value.L, (element) => 1 + sizeOfValue(element));
  if (value.M) return 3 + Object.keys(value.M).length + sizeOf(value.M);
  return 1;
}

/** A byte, one for each two significant digits before and behind the point, and one for a sign. */
function sizeOfNumber(text: string): number {
  const sign = text.startsWith("-") ? 1 : 0;
  let [start, end] = [sign, text.length];
  while (start < end && !isSignificant(text.charCodeAt(start))) start += 1;
  while (end > start && !isSignificant(text.charCodeAt(end - 1))) end -= 1;
  const point = text.indexOf(".");
  const split = point < 0 ? end : Math.min(Math.max(point, start), end);
  const behind = end - split - (split === point && split < end ? 1 : 0);
  return 1 + Math.ceil((split - start) / 2) + Math.ceil(behind / 2) + sign;
}

/** Whether a character is a digit other than zero. */
function isSignificant(code: number): boolean {
  return code > 48 && code <= 57;
}

function sum<T>(members: readonly T[], size: (member: T) => number): number {
  let total = 0;
  for (const member of members) total += size(member);
  return total;
}
