import { must } from "@batchline/diagnostics";
import db, { type Attributes, type Store, type Table } from "dynalite/db/index.js";
import { act } from "../database.ts";
import type { Naming } from "../named-attributes.ts";
import type { Answer, Conditional, Measured } from "../requests.ts";
import type { TransactWriteItem } from "./requests.ts";

/** One action of TransactWriteItems. */
export interface WriteAction {
  /** The IAM action is `dynamodb:` and this. */
  readonly right: "ConditionCheckItem" | "DeleteItem" | "PutItem" | "UpdateItem";
  readonly table: string;
  /** The whole item of a Put, otherwise its key. */
  readonly item: Attributes;
  readonly request: Conditional & Naming;
  /** Whether key and update fit the table. AWS looks at it before it reads an item. */
  readonly check: (table: Table) => Error | null | undefined;
  readonly act: (store: Store, measured: Measured) => Promise<Answer>;
}

export function writeAction({ ConditionCheck, Delete, Put, Update }: TransactWriteItem): WriteAction {
  if (Put)
    return {
      ...{ right: "PutItem", table: Put.TableName, item: Put.Item },
      request: Put,
      check: (table) => db.validateItem(Put.Item, table),
      act: (store, measured) => act(store, "PutItem", { ...Put, ...measured }),
    };
  if (Update)
    return {
      ...{ right: "UpdateItem", table: Update.TableName, item: Update.Key },
      request: Update,
      check: (table) =>
        db.validateKey(Update.Key, table) ?? db.validateUpdates(undefined, Update._updates, table),
      act: (store, measured) => act(store, "UpdateItem", { ...Update, ...measured }),
    };
  // Both are checked alike. The caller drops the writes of a ConditionCheck.
  const keyed = must(Delete ?? ConditionCheck, "a checked TransactWriteItem has an action");
  return {
    ...{ right: Delete ? "DeleteItem" : "ConditionCheckItem", table: keyed.TableName, item: keyed.Key },
    request: keyed,
    check: (table) => db.validateKey(keyed.Key, table),
    act: (store, measured) => act(store, "DeleteItem", { ...keyed, ...measured }),
  };
}
