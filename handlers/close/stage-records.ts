import pLimit from "p-limit";
import { tableKeys } from "../../contract/record-keys.ts";
import { type ChunkRecord, noItems } from "../../contract/records.ts";
import { unsealed } from "../../contract/seals.ts";
import { type Claim, expiry } from "../storage/claim.ts";
import { owns, writeAsOwner } from "../storage/owned-run.ts";
import type { Key, Table } from "../storage/table.ts";
import type { Write } from "../storage/transaction.ts";
import type { StageOfChunk } from "./chunk-outcome.ts";
import type { CompletedStage } from "./complete-tries.ts";
import type { ExplainedStage } from "./explain-stages.ts";

/** Records sealed at once. The client paces them when DynamoDB throttles. */
const concurrency = 32;
/** Records in one transaction: few, because a throttled table refuses a transaction as a whole. */
const recordsAtOnce = 24;

/**
 * Seals records of stages: none of the execution's containers may change them any more. A stage without a record gets one. A stage that
 * succeeded meanwhile stays as it is. @param closingAt ISO 8601.
 */
export async function sealStages(
  table: Table,
  { workflow, runId, execution }: Claim,
  stages: readonly StageOfChunk[],
  closingAt: string,
): Promise<void> {
  const blank = {
    ...{ status: "NOT_STARTED" satisfies ChunkRecord["status"], attempts: 0, items: noItems },
    ...{ startedAt: closingAt, expiresAt: expiry(Date.parse(closingAt)) },
  };
  const condition = unsealed(execution);
  await pLimit(concurrency).map(stages, ({ chunk, tenant, stage }) => {
    const set = { workflow, runId, tenant, chunk, stage };
    const change = { set, setIfAbsent: blank, addToSet: { closedBy: execution } };
    return table.update(tableKeys.chunk(workflow, runId, chunk, stage), change, condition);
  });
}

/**
 * Marks sealed stages as failed that could not record their failure themselves. What one of the execution's containers, or another
 * closer, has recorded meanwhile counts. Returns false if the claim is lost: the records are another execution's then.
 */
export function recordFailures(
  table: Table,
  claim: Claim,
  stages: readonly ExplainedStage[],
): Promise<boolean> {
  const { workflow, runId, execution } = claim;
  const { names, values } = unsealed(execution);
  const condition = {
    expression:
      "#status <> :succeeded AND contains(#closedBy, :execution) AND NOT (#status = :failed AND execution = :execution AND attribute_exists(#error))",
    names: { ...names, "#error": "error" },
    values: { ...values, ":failed": "FAILED" satisfies ChunkRecord["status"] },
  };
  const writes = stages.map(({ chunk, stage, reason, at, startedAt, jobId, tries }): Write => {
    const set = { status: "FAILED", error: reason, startedAt, endedAt: at, execution, jobId, tries };
    return { update: tableKeys.chunk(workflow, runId, chunk, stage), change: { set }, condition };
  });
  return writeWhileOwner(table, claim, writes);
}

/**
 * Writes the tries of stages that have succeeded or are sealed. Two closers write the same, as Batch says the same to both. Returns false if the
 * claim is lost.
 */
export function recordTries(table: Table, claim: Claim, stages: readonly CompletedStage[]): Promise<boolean> {
  const { workflow, runId, execution } = claim;
  const { names, values } = unsealed(execution);
  const condition = {
    expression: "#status = :succeeded OR contains(#closedBy, :execution)",
    ...{ names, values },
  };
  const writes = stages.map(({ chunk, stage, tries }): Write => {
    return { update: tableKeys.chunk(workflow, runId, chunk, stage), change: { set: { tries } }, condition };
  });
  return writeWhileOwner(table, claim, writes);
}

/** Makes the writes whose conditions hold, each for itself. Returns false if the claim is lost; later ones are not made then. */
async function writeWhileOwner(table: Table, claim: Claim, writes: readonly Write[]): Promise<boolean> {
  const run = tableKeys.run(claim.workflow, claim.runId);
  const owned = { check: run, condition: owns(claim, "closing") };
  // One after the other: those that check one item at once refuse each other.
  for (let first = 0; first < writes.length; first += recordsAtOnce) {
    let open = writes.slice(first, first + recordsAtOnce);
    while (open.length > 0) {
      const refused = await table.transact([owned, ...open]);
      if (refused.includes(0)) return false;
      if (refused.length === 0) break;
      open = open.filter((_, place) => !refused.includes(place + 1));
    }
  }
  return true;
}

/**
 * Puts failed and sealed records in the place of those that no worker has written so. They could not be sealed: DynamoDB adds to no set that is
 * none. Returns false if the claim is lost. @param closingAt ISO 8601.
 */
export function replaceForged(
  table: Table,
  claim: Claim,
  stages: readonly StageOfChunk[],
  closingAt: string,
): Promise<boolean> {
  const { workflow, runId, execution } = claim;
  const failed = {
    status: "FAILED" as const,
    error: "its container wrote a record that cannot be read",
    ...{ workflow, runId, execution, attempts: 0, items: noItems, closedBy: new Set([execution]) },
    ...{ startedAt: closingAt, endedAt: closingAt, expiresAt: expiry(Date.parse(closingAt)) },
  };
  const records = stages.map((stage): Key & ChunkRecord => {
    return { ...tableKeys.chunk(workflow, runId, stage.chunk, stage.stage), ...failed, ...stage };
  });
  return writeAsOwner(table, claim, "closing", records);
}
