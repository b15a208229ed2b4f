import { setTimeout as wait } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { CodedError } from "@batchline/diagnostics";
import { type ItemChange, isConditionFailure } from "../../contract/dynamodb-expressions.ts";
import { getInBatches, type ItemKey, ItemsLeftOverError } from "../../contract/get-in-batches.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import {
  type Condition,
  conditional,
  refusedWrites,
  transactItems,
  untilNoConflict,
  updating,
  type Write,
} from "./transaction.ts";

export type Key = ItemKey;

class TableThrottledError extends CodedError<HandlerErrorCode> {}

/** The table of runs, as the handlers use it. Items are plain objects; undefined fields are not stored. */
export class Table {
  readonly #name: string;
  readonly #client: DynamoDBDocumentClient;

  constructor(client: DynamoDBClient, name: string) {
    this.#name = name;
    this.#client = DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
      // The SDK would throw for a number that a container wrote with more digits than JavaScript has.
      unmarshallOptions: { wrapNumbers: Number },
    });
  }

  /** The item, read consistently; undefined if there is none. */
  async get<T>(key: Key): Promise<(T & Key) | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#name, Key: { ...key }, ConsistentRead: true }),
    );
    return Item as (T & Key) | undefined;
  }

  /** Puts the item. Returns false if `condition` does not hold. */
  put<T extends Key>(item: T, condition?: Condition): Promise<boolean> {
    const put = { TableName: this.#name, Item: { ...item }, ...conditional(condition) };
    return unlessConditionFails(() => this.#client.send(new PutCommand(put)));
  }

  /** Deletes the item. Returns false if `condition` does not hold. */
  delete(key: Key, condition?: Condition): Promise<boolean> {
    const request = { TableName: this.#name, Key: { ...key }, ...conditional(condition) };
    return unlessConditionFails(() => this.#client.send(new DeleteCommand(request)));
  }

  /** Changes or creates the item. Returns false if `condition` does not hold. */
  update(key: Key, change: ItemChange, condition?: Condition): Promise<boolean> {
    const update = { TableName: this.#name, Key: { ...key }, ...updating(change, condition) };
    return unlessConditionFails(() => this.#client.send(new UpdateCommand(update)));
  }

  /**
   * Makes all of these writes, at most 100, or none. Returns the places of those whose conditions did not hold: none if all are made.
   * @example const [refused] = await table.transact([{ put: lock, condition }, { check: run, condition: living }]);
   */
  async transact(writes: readonly Write[]): Promise<readonly number[]> {
    const TransactItems = transactItems(this.#name, writes);
    return untilNoConflict(async () => {
      try {
        await this.#client.send(new TransactWriteCommand({ TransactItems }));
        return [];
      } catch (cause) {
        const refused = refusedWrites(cause);
        if (refused === undefined) throw cause;
        return refused;
      }
    });
  }

  /** All items of `pk` whose sk starts with `prefix`, by sk, page by page. `attributes` selects fields. */
  async *query<T>(pk: string, prefix: string, attributes?: readonly string[]): AsyncGenerator<T & Key> {
    const names = Object.fromEntries((attributes ?? []).map((name, i) => [`#a${i}`, name]));
    const pages = paginateQuery(
      { client: this.#client },
      {
        TableName: this.#name,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
        ConsistentRead: true,
        ...(attributes && {
          ProjectionExpression: Object.keys(names).join(", "),
          ExpressionAttributeNames: names,
        }),
      },
    );
    for await (const page of pages) yield* (page.Items ?? []) as (T & Key)[];
  }

  /** The items with these keys, read consistently, in the order of the keys. Missing ones are left out. @throws {TableThrottledError} */
  async *getAll<T>(keys: Iterable<Key>): AsyncGenerator<T & Key> {
    const table = this.#name;
    const batchGet = async (batch: readonly Key[]) => {
      const Keys = batch.map((key) => ({ ...key }));
      const { Responses, UnprocessedKeys } = await this.#client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      );
      return {
        items: (Responses?.[table] ?? []) as Key[],
        leftOver: (UnprocessedKeys?.[table]?.Keys ?? []) as Key[],
      };
    };
    try {
      yield* getInBatches<T>(keys, batchGet, wait);
    } catch (cause) {
      if (!(cause instanceof ItemsLeftOverError)) throw cause;
      const message = `DynamoDB returned only some records in all attempts: the table ${table} is throttled`;
      throw new TableThrottledError("BL-H008", message, { cause });
    }
  }
}

async function unlessConditionFails(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await untilNoConflict(send);
    return true;
  } catch (cause) {
    if (isConditionFailure(cause)) return false;
    throw cause;
  }
}
