import type { StoredObject, Tag } from "./stored-object.ts";
import { lowerBound } from "./utf8-order.ts";

export class Bucket {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly #objects = new Map<string, StoredObject>();
  readonly #keys: string[] = [];
  #tags: readonly Tag[] = [];

  constructor(name: string, created: number) {
    this.name = name;
    this.created = created;
  }

  /** All keys in UTF-8 order. */
  get keys(): readonly string[] {
    return this.#keys;
  }

  get tags(): readonly Tag[] {
    return this.#tags;
  }

  tag(tags: readonly Tag[]): void {
    this.#tags = tags;
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  set(object: StoredObject): void {
    if (!this.#objects.has(object.key)) this.#keys.splice(lowerBound(this.#keys, object.key), 0, object.key);
    this.#objects.set(object.key, object);
  }

  delete(key: string): void {
    if (this.#objects.delete(key)) this.#keys.splice(lowerBound(this.#keys, key), 1);
  }
}
