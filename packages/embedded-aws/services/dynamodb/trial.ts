import type { Attributes, Items, Store, Write } from "dynalite/db/index.js";

/** A store for one action: its writes are kept back, so that a transaction can make all its writes at once. */
export class Trial {
  readonly store: Store;
  readonly writes: Write[] = [];
  /** The item as it was found; undefined for none. */
  found: Attributes | undefined;

  constructor(store: Store) {
    // The prefixes are those that dynalite's store has for its parts.
    this.store = {
      ...store,
      getItemDb: (table) => this.#parts(store.getItemDb(table), `item-${table}~`),
      getIndexDb: (type, table, index) =>
        this.#parts(store.getIndexDb(type, table, index), `index-${type.toLowerCase()}~${table}~${index}~`),
    };
  }

  #parts(items: Items, prefix: string): Items {
    return {
      ...items,
      // Nothing else writes during a trial.
      lock: (_key, work) => work((done) => done),
      get: (key, done) =>
        items.get(key, (error, item) => {
          this.found = item;
          try {
            done(error, item);
          } catch (thrown) {
            // In a callback of dynalite: thrown, it would end the process.
            done(new Error("dynalite cannot do this", { cause: thrown }));
          }
        }),
      put: (key, value, done) => {
        this.writes.push({ type: "put", key: prefix + key, value });
        done();
      },
      del: (key, done) => {
        this.writes.push({ type: "del", key: prefix + key });
        done();
      },
    };
  }
}
