import { type ChunkRecord, type ItemCounts, noItems } from "../../contract/records.ts";
import type { StageGraph } from "../plan/planned-workflow.ts";

/** Why a stage of a chunk failed. */
export interface Failure {
  readonly chunk: number;
  readonly stage: string;
  /** In words, without the stage. */
  readonly reason: string;
  /** ISO 8601: the earliest is the first cause. */
  readonly at: string;
}

/** A stage of a chunk that did not succeed and did not say why: only Batch can know. */
export interface Unexplained {
  readonly chunk: number;
  readonly tenant: string;
  readonly stage: string;
  /** What the stage's record says, if there is one: of this attempt without an end, or of an earlier attempt. */
  readonly record?: ChunkRecord;
}

/** What became of one chunk. It succeeded if there is neither a failure nor anything unexplained. */
export interface ChunkOutcome {
  readonly items: Readonly<Record<string, ItemCounts>>;
  readonly failures: readonly Failure[];
  readonly unexplained: readonly Unexplained[];
  /** How long its stages that succeeded took together, each in its last attempt; milliseconds. */
  readonly workMs: number;
  /** ISO 8601; undefined when no stage ended. */
  readonly lastEnd?: string;
}

/**
 * Folds a chunk's records, one a stage at most. Only a stage whose own needs all succeeded can be a cause; what comes after it
 * failed for its sake. `isCurrent` tells whether a record is of the attempt that is being closed: a failure of an earlier
 * attempt does not explain why a stage did not succeed in this one.
 */
export function chunkOutcome(
  chunk: { readonly index: number; readonly tenant: string },
  stages: StageGraph,
  records: readonly ChunkRecord[],
  isCurrent: (record: ChunkRecord) => boolean,
): ChunkOutcome {
  const byStage = new Map(records.map((record) => [record.stage, record]));
  const items: Record<string, ItemCounts> = {};
  const failures: Failure[] = [];
  const unexplained: Unexplained[] = [];
  for (const [stage, { needs }] of Object.entries(stages)) {
    const record = byStage.get(stage);
    if (record !== undefined) items[stage] = record.items;
    if (record?.status === "SUCCEEDED") continue;
    if (needs?.some((need) => byStage.get(need)?.status !== "SUCCEEDED")) continue;
    items[stage] ??= noItems;
    if (record?.status === "FAILED" && record.error !== undefined && isCurrent(record)) {
      failures.push({
        chunk: chunk.index,
        stage,
        reason: record.error,
        at: record.endedAt ?? record.startedAt,
      });
    } else {
      unexplained.push({ chunk: chunk.index, tenant: chunk.tenant, stage, ...(record && { record }) });
    }
  }
  // Only of those that ended themselves: when a crash happened is known from Batch, and only once it was asked.
  const workMs = records
    .filter(({ status }) => status === "SUCCEEDED")
    .reduce(
      (sum, { startedAt, endedAt = startedAt }) => sum + Date.parse(endedAt) - Date.parse(startedAt),
      0,
    );
  const lastEnd = records
    .flatMap(({ endedAt }) => endedAt ?? [])
    .sort()
    .at(-1);
  return { items, failures, unexplained, workMs, ...(lastEnd !== undefined && { lastEnd }) };
}
