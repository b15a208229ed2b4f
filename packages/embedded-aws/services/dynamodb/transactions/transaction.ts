import { AwsError } from "../../../host/gateway/aws-error.ts";
import { Capacity } from "../consumed-capacity.ts";
import type { Engine } from "../engine.ts";
import { validation } from "../errors.ts";
import { placeText } from "../items/distinct.ts";
import type { Table } from "../tables/table.ts";
import type { Item } from "../values/attribute-value.ts";
import { cancelled, none, reasonOf } from "./cancelled.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const largestTransaction = 4 * 1024 * 1024;

/** One action of a transaction: on one item of one table. */
export interface Action {
  /** The table's name. */
  readonly table: string;
  /** The whole item of a Put, otherwise its key. */
  readonly item: Item;
  /** Throws ValidationException unless the action fits the table. */
  readonly check: (table: Table) => void;
}

/**
 * The tables of a transaction's actions, after all that AWS checks before it reads an item. Only the first action that does
 * not fit its table is reported.
 */
export function checkedTables(engine: Engine, actions: readonly Action[]): Table[] {
  const tables = actions.map(({ table }) => engine.table(table));
  const places = new Set<string>();
  const pairs = actions.flatMap((action, index) => (tables[index] ? [[action, tables[index]] as const] : []));
  for (const [index, [action, table]] of pairs.entries()) {
    try {
      action.check(table);
    } catch (error) {
      throw misfit(error, index, actions.length);
    }
    places.add(`${table.name}/${placeText(table.place(action.item))}`);
  }
  if (places.size < actions.length)
    throw validation("Transaction request cannot include multiple operations on one item");
  return tables;
}

/** Throws ValidationException for items that are too large together. @param bytes of each */
export function checkSize(bytes: readonly number[]): void {
  if (bytes.reduce((sum, more) => sum + more, 0) > largestTransaction)
    throw validation(`Transaction payload size cannot exceed ${largestTransaction} bytes`);
}

/** Adds up capacity by table. */
export class Capacities {
  readonly #of = new Map<Table, Capacity>();
  readonly #kind: "ReadCapacityUnits" | "WriteCapacityUnits";

  constructor(kind: "ReadCapacityUnits" | "WriteCapacityUnits") {
    this.#kind = kind;
  }

  of(table: Table): Capacity {
    const known = this.#of.get(table) ?? new Capacity(table, this.#kind);
    this.#of.set(table, known);
    return known;
  }

  all(): Iterable<Capacity> {
    return this.#of.values();
  }
}

/** An empty key is an error of the request. All else cancels the transaction. */
function misfit(error: unknown, index: number, length: number): unknown {
  if (error instanceof AwsError && /cannot contain an empty (?:string|binary) value\./.test(error.message))
    return error;
  const reason = reasonOf(error);
  return cancelled(Array.from({ length }, (_, other) => (other === index ? reason : none)));
}
