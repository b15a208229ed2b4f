import { setTimeout as delay } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { getInBatches, type ItemKey } from "../../contract/get-in-batches.ts";

/** Reads items of a stack's table. */
export class RecordReader {
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    // A container that was taken over may write numbers that are not exact.
    this.#documents = DynamoDBDocumentClient.from(client, { unmarshallOptions: { wrapNumbers: Number } });
    this.#table = table;
  }

  /** The item; undefined if there is none. */
  async get<T>(Key: ItemKey): Promise<T | undefined> {
    const { Item } = await this.#documents.send(new GetCommand({ TableName: this.#table, Key }));
    return Item as T | undefined;
  }

  /** The items with these keys, in the order of the keys, without missing ones. */
  getAll<T>(keys: Iterable<ItemKey>): AsyncGenerator<T & ItemKey> {
    return getInBatches<T>(keys, (batch) => this.#batchGet(batch), delay);
  }

  /** The items of a partition whose sort key begins with `prefix`, in its order.
   * @param newestFirst In the opposite order. @default false */
  async *query<T>(pk: string, prefix: string, newestFirst = false): AsyncGenerator<T & ItemKey> {
    const query = {
      TableName: this.#table,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
      ScanIndexForward: !newestFirst,
    };
    for await (const { Items = [] } of paginateQuery({ client: this.#documents }, query))
      yield* Items as (T & ItemKey)[];
  }

  async #batchGet(batch: readonly ItemKey[]) {
    const Keys = batch.map((key) => ({ ...key }));
    const { Responses, UnprocessedKeys } = await this.#documents.send(
      new BatchGetCommand({ RequestItems: { [this.#table]: { Keys } } }),
    );
    return {
      items: (Responses?.[this.#table] ?? []) as ItemKey[],
      leftOver: (UnprocessedKeys?.[this.#table]?.Keys ?? []) as ItemKey[],
    };
  }
}

/** All items in memory. */
export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
