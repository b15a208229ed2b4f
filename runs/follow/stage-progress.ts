import { addCounts, type ChunkRecord, type ItemCounts, noItems } from "../../contract/records.ts";
import type { JobCounts } from "./array-jobs.ts";

/** The progress of one stage. */
export interface StageProgress {
  readonly stage: string;
  /** Chunks of the stage, and those that have ended. */
  readonly chunks: number;
  readonly ended: number;
  /** Chunks in which a container runs. */
  readonly running: number;
  /** Chunks whose turn it is, but whose queue has no room for them. 0 where nobody asked Batch. */
  readonly waiting: number;
  /** Absent where the records were not read, because they are many. */
  readonly items?: ItemCounts;
  /** 0–1, with the finished items of running chunks. */
  readonly fraction: number;
  /** Epoch milliseconds: the latest sign of life of a running chunk. Absent if none runs, or nothing is known. */
  readonly heardAt?: number;
}

/** The progress of each of `stages` in a run of `chunks` chunks, by its records. */
export function stageProgress(
  stages: readonly string[],
  chunks: number,
  records: readonly ChunkRecord[],
): StageProgress[] {
  const byStage = Map.groupBy(records, ({ stage }) => stage);
  return stages.map((stage) => {
    const mine = byStage.get(stage) ?? [];
    const done = mine.reduce((sum, record) => sum + fractionOf(record), 0);
    const running = mine.filter(({ status }) => status === "RUNNING");
    const heardAt = Math.max(...running.map(({ heardAt, startedAt }) => Date.parse(heardAt ?? startedAt)));
    return {
      ...{ stage, chunks, running: running.length, waiting: 0 },
      ended: mine.filter(hasEnded).length,
      items: mine.reduce((sum, record) => addCounts(sum, record.items), noItems),
      fraction: chunks === 0 ? 0 : Math.min(1, done / chunks),
      ...(Number.isFinite(heardAt) && { heardAt }),
    };
  });
}

/** The same by Batch's counts. Chunks that were submitted again with more memory count once. */
export function countedProgress(
  stages: readonly string[],
  chunks: number,
  counts: ReadonlyMap<string, JobCounts>,
): StageProgress[] {
  return stages.map((stage) => {
    const { jobs = 0, ended = 0, running = 0, waiting = 0, changedAt } = counts.get(stage) ?? {};
    // A chunk that is submitted again has ended before.
    const again = Math.max(0, jobs - chunks);
    const once = Math.max(0, ended - again);
    return {
      ...{ stage, chunks, ended: once, running, waiting },
      fraction: chunks === 0 ? 0 : Math.min(1, once / chunks),
      ...(running > 0 && changedAt !== undefined && { heardAt: changedAt }),
    };
  });
}

function hasEnded({ status }: ChunkRecord): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}

function fractionOf(record: ChunkRecord): number {
  if (hasEnded(record)) return 1;
  if (!record.total) return 0;
  const { done, failed, skipped } = record.items;
  return Math.min(1, (done + failed + skipped) / record.total);
}
