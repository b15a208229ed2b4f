import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import {
  conditionThat,
  isConditionFailure,
  type TableExpression,
  updateExpression,
} from "../../contract/dynamodb-expressions.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import { type ChunkRecord, noItems, runRetentionSeconds } from "../../contract/records.ts";
import { unsealed } from "../../contract/seals.ts";
import { ClosedError } from "../../workflow-kit/at-run/errors.ts";
import { readChunkRecord } from "./read-chunk-record.ts";

/** Who runs the stage, and where. */
export type Attempt = Pick<
  ChunkRecord,
  "workflow" | "runId" | "tenant" | "chunk" | "stage" | "logGroup" | "logStream" | "jobId"
> &
  Required<Pick<ChunkRecord, "attempt" | "execution">>;

export type Outcome = Pick<
  ChunkRecord,
  "status" | "endedAt" | "items" | "total" | "result" | "error" | "failures" | "failuresKey"
>;

/** What an attempt removes of an earlier one's outcome. */
const outcomeFields = ["endedAt", "total", "result", "error", "failures", "failuresKey"] as const;

/**
 * The record of a chunk's stage. The latest attempt owns it, until one succeeds: the first success counts, also an earlier attempt's. Once the closing
 * of an execution has sealed the record, no container of that execution changes it.
 */
export class ChunkRecords {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #attempt: Attempt;
  #startedAt = "";

  constructor(client: DynamoDBDocumentClient, table: string, attempt: Attempt) {
    this.#client = client;
    this.#table = table;
    this.#attempt = attempt;
  }

  /**
   * Marks the stage as RUNNING and removes the former outcome. Returns false, and changes nothing, when it has SUCCEEDED already.
   * @throws {ClosedError}
   */
  async begin(now: Date): Promise<boolean> {
    this.#startedAt = now.toISOString();
    const record: Omit<ChunkRecord, "attempts"> = {
      ...this.#attempt,
      status: "RUNNING",
      startedAt: this.#startedAt,
      items: noItems,
      expiresAt: Math.floor(now.getTime() / 1000) + runRetentionSeconds,
    };
    const begun = await this.#update(
      updateExpression({ set: record, increment: ["attempts"], remove: outcomeFields }),
      // The SDK repeats a request whose answer was lost: the attempt begins once.
      {
        expression: "(attribute_not_exists(#attempt) OR #attempt <> :attempt)",
        names: { "#attempt": "attempt" },
        values: { ":attempt": this.#attempt.attempt },
      },
    );
    if (begun) return true;
    const { execution, attempt } = this.#attempt;
    const current = await this.#read();
    if (current?.status === "SUCCEEDED") return false;
    if (current?.attempt === attempt && !current.closedBy?.has(execution)) return true;
    throw new ClosedError(execution);
  }

  /** Changes the attempt's outcome. Returns false, and changes nothing, when another attempt owns the record, or it is sealed. */
  update(outcome: Partial<Outcome>): Promise<boolean> {
    const own = { attempt: this.#attempt.attempt, status: "RUNNING" } satisfies Partial<ChunkRecord>;
    return this.#update(updateExpression({ set: outcome }), conditionThat(own));
  }

  /** Records that the attempt has succeeded. Returns false, and changes nothing, when another one has, or the record is sealed. */
  succeed(outcome: Outcome): Promise<boolean> {
    const set = { ...this.#attempt, startedAt: this.#startedAt, ...outcome };
    const remove = outcomeFields.filter((name) => outcome[name] === undefined);
    // Once a later execution works on the stage, only its attempts count.
    const own = { execution: this.#attempt.execution };
    return this.#update(updateExpression({ set, remove }), conditionThat(own));
  }

  /** Whether an attempt has succeeded. */
  async hasSucceeded(): Promise<boolean> {
    return (await this.#read())?.status === "SUCCEEDED";
  }

  #read(): Promise<ChunkRecord | undefined> {
    return readChunkRecord(this.#client, this.#table, this.#attempt);
  }

  /** Whether the condition held, and no success or seal stood against it. */
  async #update(update: TableExpression, condition: TableExpression): Promise<boolean> {
    const { workflow, runId, chunk, stage, execution } = this.#attempt;
    const open = unsealed(execution);
    try {
      await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: tableKeys.chunk(workflow, runId, chunk, stage),
          UpdateExpression: update.expression,
          ConditionExpression: `${open.expression} AND ${condition.expression}`,
          ExpressionAttributeNames: { ...update.names, ...open.names, ...condition.names },
          ExpressionAttributeValues: { ...update.values, ...open.values, ...condition.values },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }
}
