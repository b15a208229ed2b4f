/**
 * Objects of a tenant that each run replaces, as they were when an attempt looked at them. `TenantStore.replace` replaces an object only if
 * it still is as it was. So a late write of an attempt that was given up never replaces a newer one. The ETag tells: only an object
 * that was written again with the very same bytes counts as unchanged.
 */
export class Snapshot {
  readonly #prefix: string;
  readonly #etags: Map<string, string>;

  /** @param etags Key → ETag, of all keys that begin with `prefix`. */
  constructor(prefix: string, etags: ReadonlyMap<string, string>) {
    this.#prefix = prefix;
    this.#etags = new Map(etags);
  }

  /** Whether the object existed. @example before.has("state/prices.ndjson") */
  has(key: string): boolean {
    return this.#etags.has(key);
  }

  /** The headers of a write that takes effect only if the object is as it was. @throws {RangeError} for a key that is not of the snapshot. */
  condition(key: string): { readonly IfMatch: string } | { readonly IfNoneMatch: "*" } {
    if (!key.startsWith(this.#prefix)) throw new RangeError(`the snapshot of ${this.#prefix} has no ${key}`);
    const etag = this.#etags.get(key);
    return etag === undefined ? { IfNoneMatch: "*" } : { IfMatch: etag };
  }

  /** The attempt itself has replaced the object. */
  replaced(key: string, etag: string): void {
    this.#etags.set(key, etag);
  }
}
