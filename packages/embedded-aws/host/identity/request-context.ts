export type ContextValues = Readonly<Record<string, string | readonly string[]>>;

/** The condition keys of one request. Keys ignore case, as in IAM. */
export class RequestContext {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(entries: ContextValues) {
    const values = Object.entries(entries).map(
      ([key, value]) => [key.toLowerCase(), [value].flat()] as const,
    );
    this.#values = new Map(values);
  }

  values(key: string): readonly string[] {
    return this.#values.get(key.toLowerCase()) ?? [];
  }

  /** The value of a single-valued key. Undefined for several values: a policy variable cannot stand for them. */
  single(key: string): string | undefined {
    const [first, ...rest] = this.values(key);
    return rest.length === 0 ? first : undefined;
  }
}
