import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { tableKeys } from "../../contract/keys.ts";
import { type ChunkRecord, noItems, runRetentionSeconds } from "../../contract/records.ts";

/** What a chunk record says of who runs the stage, and where. */
export type Attempt = Pick<
  ChunkRecord,
  "runId" | "tenant" | "chunk" | "stage" | "logGroup" | "logStream" | "jobId"
>;

/** What a chunk record says of how it went. */
export type Outcome = Pick<
  ChunkRecord,
  "status" | "endedAt" | "items" | "total" | "result" | "error" | "failures" | "failuresKey"
>;

/**
 * The record of one attempt at one stage of one chunk. Later attempts own the record: an earlier one that is
 * still alive, say on an instance that was given up, can no longer write to it.
 */
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

  /**
   * Marks the stage RUNNING and forgets how the attempt before ended. False, and nothing changed, when it has
   * already SUCCEEDED.
   */
  async begin(now: Date): Promise<boolean> {
    const record: Omit<ChunkRecord, "attempts"> = {
      ...this.#attempt,
      status: "RUNNING",
      startedAt: now.toISOString(),
      items: noItems,
      expiresAt: Math.floor(now.getTime() / 1000) + runRetentionSeconds,
    };
    const set = setExpression(record);
    const stale = ["endedAt", "total", "result", "error", "failures", "failuresKey"];
    const updated = await this.#update({
      expression: `${set.expression}, #attempts = if_not_exists(#attempts, :zero) + :one REMOVE ${stale.map((name) => `#${name}`).join(", ")}`,
      condition: "attribute_not_exists(#status) OR #status <> :succeeded",
      names: { ...set.names, ...namesOf(["attempts", ...stale]) },
      values: {
        ...set.values,
        ":zero": 0,
        ":one": 1,
        ":succeeded": "SUCCEEDED" satisfies ChunkRecord["status"],
      },
    });
    if (updated === undefined) return false;
    this.#attempts = Number(updated.attempts);
    return true;
  }

  /** Changes how the attempt stands. False, and nothing changed, when a later attempt has begun. */
  async update(outcome: Partial<Outcome>): Promise<boolean> {
    const set = setExpression(outcome);
    const updated = await this.#update({
      expression: set.expression,
      condition: "#attempts = :attempts AND #status = :running",
      names: { ...set.names, ...namesOf(["attempts", "status"]) },
      values: {
        ...set.values,
        ":attempts": this.#attempts,
        ":running": "RUNNING" satisfies ChunkRecord["status"],
      },
    });
    return updated !== undefined;
  }

  /** The item after the update; undefined when the condition did not hold. */
  async #update(update: {
    readonly expression: string;
    readonly condition: string;
    readonly names: Record<string, string>;
    readonly values: Record<string, unknown>;
  }): Promise<Record<string, unknown> | undefined> {
    try {
      const { Attributes } = await this.#client.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: tableKeys.chunk(this.#attempt.runId, this.#attempt.chunk, this.#attempt.stage),
          UpdateExpression: update.expression,
          ConditionExpression: update.condition,
          ExpressionAttributeNames: update.names,
          ExpressionAttributeValues: update.values,
          ReturnValues: "ALL_NEW",
        }),
      );
      return Attributes ?? {};
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}

/**
 * `SET #a = :a, …` for every defined field. Names are always placeholders: half of ours are DynamoDB's
 * reserved words.
 */
function setExpression(fields: object) {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    expression: `SET ${entries.map(([name]) => `#${name} = :new_${name}`).join(", ")}`,
    names: namesOf(entries.map(([name]) => name)),
    values: Object.fromEntries(entries.map(([name, value]) => [`:new_${name}`, value])),
  };
}

function namesOf(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`#${name}`, name]));
}
