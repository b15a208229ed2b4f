import type { Database } from "./database.ts";

/** What authorisation must know of each table: the name of its partition key. */
export class Tables {
  readonly #database: Database;
  readonly #partitionKeys = new Map<string, string>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The name of the table's partition key; undefined when there is no such table. */
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

  /** To be called when a table is deleted: one made anew under its name may have another key. */
  forget(table: string): void {
    this.#partitionKeys.delete(table);
  }
}

interface Described {
  readonly Table: {
    readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  };
}
