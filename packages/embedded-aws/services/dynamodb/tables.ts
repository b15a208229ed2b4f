import type { Database } from "./database.ts";

/** The names of the tables' partition keys, for authorisation. */
export class Tables {
  readonly #database: Database;
  readonly #partitionKeys = new Map<string, string>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The name of the partition key; undefined for an unknown table. */
  async partitionKey(table: string): Promise<string | undefined> {
    const known = this.#partitionKeys.get(table);
    if (known !== undefined) return known;
    const { status, body } = await this.#database.call("DescribeTable", JSON.stringify({ TableName: table }));
    if (status !== 200) return undefined;
    const { Table } = JSON.parse(body.toString("utf8")) as Described;
    const key = Table.KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName;
    if (key !== undefined) this.#partitionKeys.set(table, key);
    return key;
  }

  /** Call it when a table is deleted: a new table of that name may have another key. */
  forget(table: string): void {
    this.#partitionKeys.delete(table);
  }
}

interface Described {
  readonly Table: {
    readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  };
}
