/** A broken invariant: a fault of this project's code, not of its user. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/**
 * The value, which `why` says is always there. Throws InvariantError when it is not.
 *
 * @example
 * const [first] = parts;
 * return must(first, "a path has one part or more");
 */
export function must<T>(value: T | null | undefined, why: string): T {
  if (value === undefined || value === null) throw new InvariantError(`broken invariant: ${why}`);
  return value;
}
