import { addCounts, type ChunkRecord, type ItemCounts, noItems } from "../../contract/records.ts";

/** The progress of one stage. */
export interface StageProgress {
  readonly stage: string;
  /** Chunks of the stage, and those that have ended. */
  readonly chunks: number;
  readonly ended: number;
  readonly items: ItemCounts;
  /** 0–1, with the finished items of running chunks. */
  readonly fraction: number;
}

/** The progress of each of `stages` in a run of `chunks` chunks. */
export function stageProgress(
  stages: readonly string[],
  chunks: number,
  records: readonly ChunkRecord[],
): StageProgress[] {
  return stages.map((stage) => {
    const mine = records.filter((record) => record.stage === stage);
    const done = mine.reduce((sum, record) => sum + fractionOf(record), 0);
    return {
      stage,
      chunks,
      ended: mine.filter(hasEnded).length,
      items: mine.reduce((sum, record) => addCounts(sum, record.items), noItems),
      fraction: chunks === 0 ? 0 : Math.min(1, done / chunks),
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
