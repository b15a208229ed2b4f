import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { EmbeddedAwsError } from "../../../error-codes.ts";
import type { Place } from "./key-bytes.ts";
import { type Range, rangeClauses } from "./range.ts";

/** An item in the store. */
export interface Stored {
  readonly id: number;
  /** The item as JSON, in UTF-8. */
  readonly json: Uint8Array;
  /** Bytes as DynamoDB counts them. */
  readonly size: number;
}

/** Changes with the format of the file. */
const format = 2;

/**
 * Items in spaces: one for each table, and one for each index, whose places name items of the table. It is a file of SQLite
 * with a journal, so that what was answered is still there after a crash of the process.
 */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens the file in `dir`. Throws EmbeddedAwsError for the files of another version. @default in memory */
  constructor(dir: string | undefined) {
    if (dir !== undefined) mkdirSync(dir, { recursive: true });
    if (dir !== undefined && earlierFiles.some((name) => existsSync(join(dir, name))))
      throw otherVersion(dir);
    this.#database = new DatabaseSync(dir === undefined ? ":memory:" : join(dir, "tables.sqlite"));
    // An empty file need not outlive a crash of the machine.
    this.#database.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL");
    if (this.#version === 0) this.#database.exec(schema);
    if (this.#version !== format) throw otherVersion(String(dir));
    this.#database.exec("PRAGMA synchronous = NORMAL");
  }

  get #version(): number {
    return Number(this.#database.prepare("PRAGMA user_version").get()?.user_version);
  }

  close(): void {
    this.#database.close();
  }

  /** Does all that `work` writes, or nothing if it throws. */
  atomically<T>(work: () => T): T {
    this.#database.exec("BEGIN");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** What `saveTable` was given, by table. */
  tables(): string[] {
    return this.#all("SELECT record FROM tables ORDER BY name").map(({ record }) => String(record));
  }

  saveTable(name: string, record: string): void {
    this.#run("INSERT OR REPLACE INTO tables VALUES (?, ?)", name, record);
  }

  removeTable(name: string): void {
    this.#run("DELETE FROM tables WHERE name = ?", name);
  }

  /** The item at a place; undefined for none. */
  item(space: number, { token, hash, range, rest }: Place): Stored | undefined {
    const row = this.#statement(
      `SELECT ${columns} WHERE space = ? AND token = ? AND hash = ? AND range = ? AND rest = ?`,
    ).get(space, token, hash, range, rest);
    return row && storedOf(row);
  }

  /** Whether an item is at a place. */
  has(space: number, { token, hash, range, rest }: Place): boolean {
    const text =
      "SELECT 1 FROM entries WHERE space = ? AND token = ? AND hash = ? AND range = ? AND rest = ?";
    return this.#statement(text).get(space, token, hash, range, rest) !== undefined;
  }

  /** The items of a range, read one by one. Nothing may be written meanwhile. */
  *items(space: number, range: Range): Generator<Stored> {
    const { text, values } = rangeClauses(range);
    for (const row of this.#statement(`SELECT ${columns} WHERE space = ? AND ${text}`).iterate(
      space,
      ...values,
    ))
      yield storedOf(row);
  }

  /** Puts an item that is not there yet. Gives its id. */
  insert(json: Uint8Array, size: number): number {
    return Number(this.#run("INSERT INTO items (json, size) VALUES (?, ?)", json, size).lastInsertRowid);
  }

  replace(id: number, json: Uint8Array, size: number): void {
    this.#run("UPDATE items SET json = ?, size = ? WHERE id = ?", json, size, id);
  }

  delete(id: number): void {
    this.#run("DELETE FROM items WHERE id = ?", id);
  }

  /** Puts an item at a place, once. @param owns whether no other place has the item */
  enter(space: number, { token, hash, range, rest }: Place, id: number, owns: boolean): void {
    const values = [space, token, hash, range, rest, id, Number(owns)];
    this.#run("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", ...values);
  }

  leave(space: number, { token, hash, range, rest }: Place): void {
    this.#run(
      "DELETE FROM entries WHERE space = ? AND token = ? AND hash = ? AND range = ? AND rest = ?",
      ...[space, token, hash, range, rest],
    );
  }

  /** Adds to the numbers of a space. */
  count(space: number, items: number, bytes: number): void {
    const add = "items = items + excluded.items, bytes = bytes + excluded.bytes";
    this.#run(`INSERT INTO totals VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET ${add}`, space, items, bytes);
  }

  /** How many items a space has, and their bytes. */
  totals(space: number): { readonly items: number; readonly bytes: number } {
    const row = this.#statement("SELECT items, bytes FROM totals WHERE space = ?").get(space);
    return { items: Number(row?.items ?? 0), bytes: Number(row?.bytes ?? 0) };
  }

  /** The spaces that have places. */
  *spaces(): Generator<number> {
    let space = 0;
    for (;;) {
      const row = this.#statement("SELECT min(space) AS space FROM entries WHERE space > ?").get(space);
      if (typeof row?.space !== "number") return;
      space = row.space;
      yield space;
    }
  }

  /** Deletes up to `count` places of a space, with the items that they own. Gives whether there may be more. */
  purge(space: number, count: number): boolean {
    const some = "FROM entries WHERE space = ? LIMIT ?";
    return this.atomically(() => {
      this.#run(`DELETE FROM items WHERE id IN (SELECT iif(owns, item, NULL) ${some})`, space, count);
      const { changes } = this.#run(
        `DELETE FROM entries WHERE space = ? AND (token, hash, range, rest) IN (SELECT token, hash, range, rest ${some})`,
        ...[space, space, count],
      );
      this.#run("DELETE FROM totals WHERE space = ?", space);
      return Number(changes) === count;
    });
  }

  #run(text: string, ...values: SQLInputValue[]) {
    return this.#statement(text).run(...values);
  }

  #all(text: string, ...values: SQLInputValue[]) {
    return this.#statement(text).all(...values);
  }

  #statement(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known) return known;
    const statement = this.#database.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }
}

/** What earlier versions had in the folder: a LevelDB. */
const earlierFiles = ["CURRENT", "LOCK"];

function otherVersion(dir: string): EmbeddedAwsError {
  return new EmbeddedAwsError("BL-A018", `${dir} has DynamoDB tables in the files of another version`);
}

const schema = `
  BEGIN;
  CREATE TABLE tables (name TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE totals (space INTEGER PRIMARY KEY, items INTEGER NOT NULL, bytes INTEGER NOT NULL);
  CREATE TABLE items (id INTEGER PRIMARY KEY, json BLOB NOT NULL, size INTEGER NOT NULL);
  CREATE TABLE entries (
    space INTEGER, token INTEGER, hash BLOB, range BLOB, rest BLOB, item INTEGER NOT NULL, owns INTEGER NOT NULL,
    PRIMARY KEY (space, token, hash, range, rest)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${format};
  COMMIT;
`;

const from = "FROM entries JOIN items ON items.id = entries.item";
const columns = `items.id, json, size ${from}`;

function storedOf({ id, json, size }: Readonly<Record<string, unknown>>): Stored {
  if (!(json instanceof Uint8Array)) throw new TypeError("an item of the store is a blob");
  return { id: Number(id), json, size: Number(size) };
}
