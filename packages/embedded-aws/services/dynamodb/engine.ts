import type { Clock } from "@batchline/clock";
import { ItemStore } from "./items/item-store.ts";
import type { Store } from "./storage/store.ts";
import type { Catalog } from "./tables/catalog.ts";
import type { Table } from "./tables/table.ts";
import type { TableNames } from "./tables/table-name.ts";

/** What operations on items work with. */
export class Engine {
  readonly store: Store;
  readonly items: ItemStore;
  readonly catalog: Catalog;
  readonly names: TableNames;
  readonly clock: Clock;

  constructor(parts: {
    readonly store: Store;
    readonly catalog: Catalog;
    readonly names: TableNames;
    readonly clock: Clock;
  }) {
    this.store = parts.store;
    this.items = new ItemStore(parts.store);
    this.catalog = parts.catalog;
    this.names = parts.names;
    this.clock = parts.clock;
  }

  /** The table of a name. Throws ResourceNotFoundException. */
  table(name: string): Table {
    return this.catalog.ready(name);
  }
}
