import { neverRetried } from "../../contract/exit-codes.ts";
import { type ChunkRecord, type ItemCounts, noItems, type StageTry } from "../../contract/records.ts";
import type { StageUsage } from "../../contract/stage-usage.ts";
import { usageOf } from "../../contract/usage-sums.ts";
import type { StageGraph } from "../plan/planned-workflow.ts";

/** The failure of one stage of a chunk. */
export interface Failure {
  readonly chunk: number;
  readonly stage: string;
  /** A phrase without the stage's name. */
  readonly reason: string;
  /** ISO 8601. The earliest failure is the first cause. */
  readonly at: string;
}

/** One stage of one chunk. */
export interface StageOfChunk {
  readonly chunk: number;
  readonly tenant: string;
  readonly stage: string;
}

/** A stage of a chunk that failed without recording a reason. Only Batch can know it. */
export interface Unexplained extends StageOfChunk {
  /** The stage's record, if there is one: without an end, or of an earlier attempt. */
  readonly record?: ChunkRecord;
}

/** A stage of a chunk, some of whose tries did not say how they ended. Only Batch can know it. */
export interface Incomplete extends StageOfChunk {
  readonly tries: readonly StageTry[];
}

/** The outcome of one chunk. It succeeded if `failures` and `unexplained` are empty. */
export interface ChunkOutcome {
  readonly items: Readonly<Record<string, ItemCounts>>;
  readonly failures: readonly Failure[];
  readonly unexplained: readonly Unexplained[];
  readonly incomplete: readonly Incomplete[];
  /** Stage → what its tries had and used, also earlier attempts'. */
  readonly usage: Readonly<Record<string, StageUsage>>;
  /** Total time of its successful stages, each in its last attempt; milliseconds. */
  readonly workMs: number;
  /** ISO 8601; absent if no stage ended. */
  readonly lastEnd?: string;
}

/**
 * Folds a chunk's records, at most one a stage. Only a stage whose needs all succeeded can be the cause; later stages
 * failed because of it. `isCurrent` returns whether a record is of the attempt that is being closed. A failure of an
 * earlier attempt does not explain a failure in this one.
 */
export function chunkOutcome(
  chunk: { readonly index: number; readonly tenant: string },
  stages: StageGraph,
  records: readonly ChunkRecord[],
  isCurrent: (record: ChunkRecord) => boolean,
): ChunkOutcome {
  const started = records.filter(({ status }) => status !== "NOT_STARTED");
  const byStage = new Map(started.map((record) => [record.stage, record]));
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
  // Crashed stages do not count, because only Batch knows when they ended.
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
  const own = { chunk: chunk.index, tenant: chunk.tenant };
  const incomplete = started.flatMap((record) => {
    const { stage, tries = [] } = record;
    return isCurrent(record) && isIncomplete(record) ? [{ ...own, stage, tries }] : [];
  });
  const usage = Object.fromEntries(
    started.flatMap(({ stage, tries }) =>
      tries === undefined ? [] : [[stage, usageOf(tries, stages[stage]?.nodes)]],
    ),
  );
  const end = lastEnd !== undefined && { lastEnd };
  return { items, failures, unexplained, incomplete, usage, workMs, ...end };
}

/**
 * Whether Batch may know of tries, or of their ends, that the record lacks. Workers of the version before wrote no tries; of those only
 * failures matter.
 */
function isIncomplete({ status, tries, attempt }: ChunkRecord): boolean {
  const last = tries?.at(-1);
  if (tries === undefined || last === undefined) return status === "FAILED";
  // Only Batch knows why one was interrupted.
  if (tries.some(({ outcome }) => outcome === undefined || outcome === "INTERRUPTED")) return true;
  // A container that died before its first write left a gap in the numbers.
  const [, job, number] = /^(.*-)(\d+)$/.exec(attempt ?? "") ?? [];
  const named = tries.filter((each) => job !== undefined && each.attempt.startsWith(job)).length;
  if (named < Number(number ?? 0)) return true;
  // Batch retried it, and the next container may have recorded nothing.
  return status !== "SUCCEEDED" && !neverRetried.includes(last.exitCode ?? 0);
}
