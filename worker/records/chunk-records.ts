import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { must } from "@batchline/diagnostics";
import {
  conditionThat,
  isConditionFailure,
  type TableExpression,
  updateExpression,
} from "../../contract/dynamodb-expressions.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import { type ChunkRecord, noItems, runRetentionSeconds } from "../../contract/records.ts";

/** Who runs the stage, and where. */
export type Attempt = Pick<
  ChunkRecord,
  "workflow" | "runId" | "tenant" | "chunk" | "stage" | "logGroup" | "logStream" | "jobId"
>;

export type Outcome = Pick<
  ChunkRecord,
  "status" | "endedAt" | "items" | "total" | "result" | "error" | "failures" | "failuresKey"
>;

/** What the next attempt removes of an outcome. */
const stale = ["endedAt", "total", "result", "error", "failures", "failuresKey"] as const;

/** The record of a chunk's stage. The latest attempt owns it: an earlier one, on an instance that Batch gave up, cannot write to it. */
export class ChunkRecords {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #attempt: Attempt;
  #attempts = 0;

  constructor(client: DynamoDBDocumentClient, table: string, attempt: Attempt) {
    this.#client = client;
    this.#table = table;
    this.#attempt = attempt;
  }

  /** How often the stage was started, this attempt included; 0 before `begin`. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Marks the stage as RUNNING and removes the former outcome. Returns false, and changes nothing, when it has SUCCEEDED already. */
  async begin(now: Date): Promise<boolean> {
    const record: Omit<ChunkRecord, "attempts"> = {
      ...this.#attempt,
      status: "RUNNING",
      startedAt: now.toISOString(),
      items: noItems,
      expiresAt: Math.floor(now.getTime() / 1000) + runRetentionSeconds,
    };
    const updated = await this.#update(
      updateExpression({ set: record, increment: ["attempts"], remove: stale }),
      {
        expression: "attribute_not_exists(#status) OR #status <> :succeeded",
        names: { "#status": "status" },
        values: { ":succeeded": "SUCCEEDED" satisfies ChunkRecord["status"] },
      },
    );
    if (updated === undefined) return false;
    this.#attempts = Number(updated.attempts);
    return true;
  }

  /** Changes the attempt's outcome. Returns false, and changes nothing, when a later attempt has begun. */
  async update(outcome: Partial<Outcome>): Promise<boolean> {
    const own = { attempts: this.#attempts, status: "RUNNING" } satisfies Partial<ChunkRecord>;
    return (await this.#update(updateExpression({ set: outcome }), conditionThat(own))) !== undefined;
  }

  /** The item after the update; undefined when the condition did not hold. */
  async #update(
    update: TableExpression,
    condition: TableExpression,
  ): Promise<Record<string, unknown> | undefined> {
    const { workflow, runId, chunk, stage } = this.#attempt;
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: tableKeys.chunk(workflow, runId, chunk, stage),
          UpdateExpression: update.expression,
          ConditionExpression: condition.expression,
          ExpressionAttributeNames: { ...update.names, ...condition.names },
          ExpressionAttributeValues: { ...update.values, ...condition.values },
          ReturnValues: "ALL_NEW",
        }),
      );
      return must(Attributes, "ReturnValues asks for the item");
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }
}
