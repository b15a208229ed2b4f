/** What a number, a boolean or null counts for, and a place in an array or object beside the text in it. */
const scalar = 8;

/**
 * Measures values as AWS's bound of memory does: 8 bytes for a scalar, and the characters of texts and names. What occurs
 * several times counts as often, but is looked at once: the time grows with what is new in a value.
 */
export class Sizes {
  readonly #known = new WeakMap<object, number>();

  /** The size of `value`, or something above `most` for a larger one. @example new Sizes().of([1, "ab"], 100) // 18 */
  of(value: unknown, most: number): number {
    if (typeof value === "string") return value.length;
    // A function has the environment in it, and that has itself.
    if (typeof value !== "object" || value === null || isFunction(value)) return scalar;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    let size = 0;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length && size <= most; index++)
        size += this.#inside(value[index], most);
    } else {
      for (const name of Object.keys(value)) {
        if (size > most) break;
        size += name.length + this.#inside((value as Record<string, unknown>)[name], most);
      }
    }
    this.#known.set(value, size);
    return size;
  }

  #inside(value: unknown, most: number): number {
    return typeof value === "string" ? scalar + value.length : this.of(value, most);
  }
}

/** JSONata has functions of its own and those written in expressions; both are objects with a mark. */
export function isFunction(value: unknown): boolean {
  return (
    typeof value === "function" ||
    (typeof value === "object" &&
      value !== null &&
      ("_jsonata_function" in value || "_jsonata_lambda" in value))
  );
}
