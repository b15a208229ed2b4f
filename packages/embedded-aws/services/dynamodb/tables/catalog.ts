import type { TableStatus } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { notFound } from "../errors.ts";
import type { Place } from "../storage/key-bytes.ts";
import type { Store } from "../storage/store.ts";
import { fillIndex } from "./filling.ts";
import { Table, type TableRecord } from "./table.ts";

/** Places that are deleted in one turn of the event loop. */
const slice = 500;

interface Known {
  readonly table: Table;
  readonly status: TableStatus;
}

/** The tables of a store. What is created, changed or deleted is ready a moment later, as on AWS. */
export class Catalog {
  readonly #store: Store;
  readonly #tables = new Map<string, Known>();
  readonly #coming = new Set<NodeJS.Immediate>();
  #lastSpace = 0;

  /** Goes on with what an earlier session did not finish. */
  constructor(store: Store) {
    this.#store = store;
    for (const text of store.tables()) this.#know(JSON.parse(text), "ACTIVE");
    const used = new Set([...this.#tables.values()].flatMap(({ table }) => spacesOf(table)));
    for (const space of store.spaces()) {
      this.#lastSpace = Math.max(this.#lastSpace, space);
      if (!used.has(space)) this.#purge(space);
    }
    this.#lastSpace = Math.max(this.#lastSpace, ...used);
    for (const { table } of this.#tables.values()) this.#fill(table);
  }

  close(): void {
    for (const immediate of this.#coming) clearImmediate(immediate);
  }

  newSpace(): number {
    this.#lastSpace += 1;
    return this.#lastSpace;
  }

  /** Names in their order. */
  names(): string[] {
    return [...this.#tables.keys()].sort();
  }

  /** A table in whatever status; undefined for an unknown one. */
  known(name: string): Known | undefined {
    return this.#tables.get(name);
  }

  /** A table that has items. Throws ResourceNotFoundException. */
  ready(name: string): Table {
    const { table, status } = this.#tables.get(name) ?? {};
    if (table === undefined || status === "CREATING" || status === "DELETING") throw notFound();
    return table;
  }

  /** Throws ResourceInUseException. */
  create(record: TableRecord): Table {
    if (this.#tables.has(record.name))
      throw new AwsError("ResourceInUseException", `Table already exists: ${record.name}`);
    return this.#change(record, "CREATING");
  }

  /** Changes a table that is idle. */
  update(record: TableRecord): Table {
    const { table: before } = this.#tables.get(record.name) ?? {};
    const table = this.#change(record, "UPDATING");
    const kept = new Set(spacesOf(table));
    for (const space of before ? spacesOf(before) : []) if (!kept.has(space)) this.#purge(space);
    this.#fill(table);
    return table;
  }

  /** Changes a setting, at once. */
  set(name: string, settings: Partial<TableRecord>): Table {
    const { table, status } = this.#tables.get(name) ?? {};
    if (table === undefined || status === undefined) throw notFound();
    return this.#save({ ...table.record, ...settings }, status);
  }

  /** Deletes a table that is idle. */
  delete(table: Table): void {
    this.#store.removeTable(table.name);
    this.#tables.set(table.name, { table, status: "DELETING" });
    this.#soon(() => {
      this.#tables.delete(table.name);
      for (const space of spacesOf(table)) this.#purge(space);
    });
  }

  /** Throws ResourceInUseException while the table is created, changed or deleted. */
  checkIdle({ name }: Table): void {
    const { table, status = "ACTIVE" } = this.#tables.get(name) ?? {};
    const isFilling = table?.indexes.some((index) => index.isFilling);
    if (status === "ACTIVE" && !isFilling) return;
    const doing = status === "CREATING" ? "created" : status === "DELETING" ? "deleted" : "updated";
    throw new AwsError(
      "ResourceInUseException",
      `Attempt to change a resource which is still in use: Table is being ${doing}: ${name}`,
    );
  }

  #change(record: TableRecord, status: TableStatus): Table {
    const table = this.#save(record, status);
    this.#soon(() => {
      const known = this.#tables.get(record.name);
      if (known) this.#tables.set(record.name, { ...known, status: "ACTIVE" });
    });
    return table;
  }

  #save(record: TableRecord, status: TableStatus): Table {
    this.#store.saveTable(record.name, JSON.stringify(record));
    return this.#know(record, status);
  }

  #know(record: TableRecord, status: TableStatus): Table {
    const table = new Table(record);
    this.#tables.set(record.name, { table, status });
    return table;
  }

  #purge(space: number): void {
    this.#soon(() => {
      if (this.#store.purge(space, slice)) this.#purge(space);
    });
  }

  /** Puts the table's items into its new index, one slice in a turn. */
  #fill({ name, record }: Table): void {
    const index = record.indexes.find(({ isFilling }) => isFilling);
    if (index === undefined) return;
    const step = (after?: Place) =>
      this.#soon(() => {
        const table = this.#tables.get(name)?.table;
        const current = table?.indexes.find(({ space }) => space === index.space);
        if (table === undefined || current === undefined) return;
        const next = fillIndex(this.#store, table, current, after);
        if (next !== undefined) return step(next);
        const indexes = table.record.indexes.map(({ isFilling, ...other }) => other);
        this.set(name, { indexes });
      });
    step();
  }

  #soon(work: () => void): void {
    const immediate = setImmediate(() => {
      this.#coming.delete(immediate);
      work();
    });
    this.#coming.add(immediate);
  }
}

function spacesOf({ record }: Table): number[] {
  return [record.space, ...record.indexes.map(({ space }) => space)];
}
