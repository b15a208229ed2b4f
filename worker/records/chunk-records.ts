import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import {
  conditionThat,
  isConditionFailure,
  type TableExpression,
  updateExpression,
} from "../../contract/dynamodb-expressions.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import { type ChunkRecord, noItems, runRetentionSeconds, type StageTry } from "../../contract/records.ts";
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
  "status" | "endedAt" | "items" | "total" | "result" | "error" | "where" | "failures" | "failuresKey"
>;

/** What an attempt has to work with, and since when: it waits for the broker before it begins. */
export type TryRoom = Pick<StageTry, "startedAt" | "instanceType" | "spot" | "vcpus" | "memoryMiB">;
/** How it ended, and what it used. */
export type TryEnd = Omit<StageTry, "attempt" | "logStream" | keyof TryRoom>;

/** What an attempt removes of an earlier one's outcome. */
const outcomeFields = ["endedAt", "total", "result", "error", "where", "failures", "failuresKey"] as const;

/**
 * The record of a chunk's stage. The latest attempt owns it, until one succeeds: the first success counts, also an earlier attempt's. Once the closing
 * of an execution has sealed the record, no container of that execution changes it.
 */
export class ChunkRecords {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #attempt: Attempt;
  readonly #room: TryRoom;
  #startedAt = "";
  /** The attempt's place in the record's list of tries. */
  #place = -1;

  constructor(client: DynamoDBDocumentClient, table: string, attempt: Attempt, room: TryRoom) {
    this.#client = client;
    this.#table = table;
    this.#attempt = attempt;
    this.#room = room;
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
      heardAt: this.#startedAt,
      items: noItems,
      expiresAt: Math.floor(now.getTime() / 1000) + runRetentionSeconds,
    };
    const begun = await this.#update(
      updateExpression({
        ...{ set: record, increment: ["attempts"], remove: outcomeFields },
        append: { tries: this.#try() },
      }),
      // The SDK repeats a request whose answer was lost: the attempt begins once.
      {
        expression: "(attribute_not_exists(#attempt) OR #attempt <> :attempt)",
        names: { "#attempt": "attempt" },
        values: { ":attempt": this.#attempt.attempt },
      },
    );
    const { execution, attempt } = this.#attempt;
    const current = begun ?? (await this.#read());
    this.#place = current?.tries?.findIndex((each) => each.attempt === attempt) ?? -1;
    if (begun !== undefined) return true;
    if (current?.status === "SUCCEEDED") return false;
    if (current?.attempt === attempt && !current.closedBy?.has(execution)) return true;
    throw new ClosedError(execution);
  }

  /**
   * Changes the attempt's outcome, and with `end` its try's. Returns false, and changes nothing, when another attempt owns the record, or it
   * is sealed.
   */
  async update(outcome: Partial<Outcome>, end?: TryEnd): Promise<boolean> {
    const own = { attempt: this.#attempt.attempt, status: "RUNNING" } satisfies Partial<ChunkRecord>;
    const set = { ...outcome, heardAt: new Date().toISOString() };
    return (
      (await this.#update(updateExpression({ set, ...this.#ended(end) }), conditionThat(own))) !== undefined
    );
  }

  /** Records that the attempt has succeeded. Returns false, and changes nothing, when another one has, or the record is sealed. */
  async succeed(outcome: Outcome, end?: TryEnd): Promise<boolean> {
    const set = { ...this.#attempt, startedAt: this.#startedAt, ...outcome };
    const remove = outcomeFields.filter((name) => outcome[name] === undefined);
    // Once a later execution works on the stage, only its attempts count.
    const own = { execution: this.#attempt.execution };
    const update = updateExpression({ set, remove, ...this.#ended(end) });
    return (await this.#update(update, conditionThat(own))) !== undefined;
  }

  /** Whether an attempt has succeeded. */
  async hasSucceeded(): Promise<boolean> {
    return (await this.#read())?.status === "SUCCEEDED";
  }

  #read(): Promise<ChunkRecord | undefined> {
    return readChunkRecord(this.#client, this.#table, this.#attempt);
  }

  #try(end?: TryEnd): StageTry {
    const { attempt, logStream } = this.#attempt;
    return { attempt, ...this.#room, ...(logStream !== undefined && { logStream }), ...end };
  }

  /** The change of the list of tries. The record of a version before has none, and a container of it may have begun after this one. */
  #ended(end: TryEnd | undefined) {
    if (end === undefined || this.#place < 0) return {};
    return { element: { tries: { at: this.#place, value: this.#try(end) } } };
  }

  /** The fields that changed. Undefined if the condition did not hold, or a success or seal stood against it. */
  async #update(
    update: TableExpression,
    condition: TableExpression,
  ): Promise<Partial<ChunkRecord> | undefined> {
    const { workflow, runId, chunk, stage, execution } = this.#attempt;
    const open = unsealed(execution);
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: tableKeys.chunk(workflow, runId, chunk, stage),
          UpdateExpression: update.expression,
          ConditionExpression: `${open.expression} AND ${condition.expression}`,
          ExpressionAttributeNames: { ...update.names, ...open.names, ...condition.names },
          ExpressionAttributeValues: { ...update.values, ...open.values, ...condition.values },
          ReturnValues: "UPDATED_NEW",
        }),
      );
      return Attributes ?? {};
    } catch (error) {
      if (isConditionFailure(error)) return undefined;
      throw error;
    }
  }
}
