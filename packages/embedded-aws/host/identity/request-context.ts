/** Condition keys and their values for one request. Keys are compared without regard to case, as IAM does. */
export class RequestContext {
  readonly #values = new Map<string, readonly string[]>();

  constructor(entries: Readonly<Record<string, string | readonly string[] | undefined>>) {
    for (const [key, value] of Object.entries(entries)) {
      if (value !== undefined)
        this.#values.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
    }
  }

  /** All values of a key, or undefined when the request does not have it. */
  values(key: string): readonly string[] | undefined {
    return this.#values.get(key.toLowerCase());
  }

  /** The value of a single-valued key. Undefined also for one with several values, which no policy variable can stand for. */
  single(key: string): string | undefined {
    const values = this.values(key);
    return values?.length === 1 ? values[0] : undefined;
  }
}
