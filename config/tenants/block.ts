/** A block of `key: value` lines, whatever they say. */
export type Block = Readonly<Record<string, unknown>>;

/** Whether a value is a block, rather than plain or a list. */
export function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
