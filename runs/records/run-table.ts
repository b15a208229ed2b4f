import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { ItemKey } from "../../contract/get-in-batches.ts";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { soundRecord } from "../../contract/sound-record.ts";
import { collected, RecordReader } from "./record-reader.ts";

/** The records of one run, as often as one asks. */
export class RunTable {
  readonly #records: RecordReader;
  readonly #workflow: string;
  readonly #runId: string;
  /** A record that says SUCCEEDED never changes. */
  readonly #succeeded = new Map<string, ChunkRecord>();

  constructor(client: DynamoDBClient, table: string, workflow: string, runId: string) {
    this.#records = new RecordReader(client, table);
    this.#workflow = workflow;
    this.#runId = runId;
  }

  /** The run; undefined until its planning begins. */
  run(): Promise<RunRecord | undefined> {
    return this.#records.get(tableKeys.run(this.#workflow, this.#runId));
  }

  tenants(): Promise<TenantRecord[]> {
    const { pk } = tableKeys.run(this.#workflow, this.#runId);
    return collected(this.#records.query<TenantRecord>(pk, tenantPrefix));
  }

  /**
   * The records of `stages` in these chunks, in their order. Without those that no worker writes.
   * @param chunks Their indexes; a number n stands for the first n chunks.
   */
  async chunks(chunks: number | readonly number[], stages: readonly string[]): Promise<ChunkRecord[]> {
    const indexes = typeof chunks === "number" ? Array.from({ length: chunks }, (_, index) => index) : chunks;
    const keys = indexes.flatMap((index) =>
      stages.map((stage) => tableKeys.chunk(this.#workflow, this.#runId, index, stage)),
    );
    const named = ({ pk, sk }: ItemKey) => `${pk}\n${sk}`;
    const open = keys.filter((key) => !this.#succeeded.has(named(key)));
    const found = new Map<string, ChunkRecord>();
    for await (const item of this.#records.getAll<ChunkRecord>(open)) {
      const record = soundRecord(item);
      if (record === undefined) continue;
      const known = record.status === "SUCCEEDED" ? this.#succeeded : found;
      known.set(named(item), record);
    }
    return keys.flatMap((key) => this.#succeeded.get(named(key)) ?? found.get(named(key)) ?? []);
  }
}
