import { setTimeout as delay } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { getInBatches, type ItemKey } from "../../contract/get-in-batches.ts";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { soundRecord } from "../../contract/sound-record.ts";

/** The records of one run, as often as one asks. */
export class RunTable {
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #workflow: string;
  readonly #runId: string;
  /** A record that says SUCCEEDED never changes. */
  readonly #succeeded = new Map<string, ChunkRecord>();

  constructor(client: DynamoDBClient, table: string, workflow: string, runId: string) {
    // A container that was taken over may write numbers that are not exact.
    this.#documents = DynamoDBDocumentClient.from(client, { unmarshallOptions: { wrapNumbers: Number } });
    this.#table = table;
    this.#workflow = workflow;
    this.#runId = runId;
  }

  /** The run; undefined until it is planned. */
  async run(): Promise<RunRecord | undefined> {
    const Key = tableKeys.run(this.#workflow, this.#runId);
    const { Item } = await this.#documents.send(new GetCommand({ TableName: this.#table, Key }));
    return Item as RunRecord | undefined;
  }

  async tenants(): Promise<TenantRecord[]> {
    const query = {
      TableName: this.#table,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: {
        ":pk": tableKeys.run(this.#workflow, this.#runId).pk,
        ":prefix": tenantPrefix,
      },
    };
    const records: TenantRecord[] = [];
    for await (const { Items = [] } of paginateQuery({ client: this.#documents }, query))
      records.push(...(Items as TenantRecord[]));
    return records;
  }

  /** The records of `stages` in the first `chunks` chunks, in the order of the chunks. Without those that no worker writes. */
  async chunks(chunks: number, stages: readonly string[]): Promise<ChunkRecord[]> {
    const keys = Array.from({ length: chunks }, (_, index) =>
      stages.map((stage) => tableKeys.chunk(this.#workflow, this.#runId, index, stage)),
    ).flat();
    const named = ({ pk, sk }: ItemKey) => `${pk}\n${sk}`;
    const open = keys.filter((key) => !this.#succeeded.has(named(key)));
    const found = new Map<string, ChunkRecord>();
    for await (const item of getInBatches<ChunkRecord>(open, (batch) => this.#batchGet(batch), delay)) {
      const record = soundRecord(item);
      if (record === undefined) continue;
      const known = record.status === "SUCCEEDED" ? this.#succeeded : found;
      known.set(named(item), record);
    }
    return keys.flatMap((key) => this.#succeeded.get(named(key)) ?? found.get(named(key)) ?? []);
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
