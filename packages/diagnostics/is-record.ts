/**
 * Whether the value is an object with keys: not null, not an array.
 * @example if (isRecord(value)) value.name;
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
