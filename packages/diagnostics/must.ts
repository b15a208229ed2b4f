/**
 * A broken invariant: a bug in the program, not an error of its user. Not a CodedError: a code leads to a fix for the user, but
 * here only the stack trace helps.
 * @example must([][0], "a path has one part or more") // InvariantError: broken invariant: a path has one part or more
 */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/**
 * The value. `why` is the reason why it always exists.
 * @throws {InvariantError} if it is undefined or null
 * @example
 * const [first] = parts;
 * return must(first, "a path has one part or more");
 */
export function must<T>(value: T | null | undefined, why: string): T {
  if (value === undefined || value === null) throw new InvariantError(`broken invariant: ${why}`);
  return value;
}
