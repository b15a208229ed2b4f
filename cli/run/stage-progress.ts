import { addCounts, type ChunkRecord, type ItemCounts, noItems } from "../../contract/records.ts";

/** How far one stage is. */
export interface StageProgress {
  readonly stage: string;
  /** How many chunks the stage has in all, and how many have ended. */
  readonly chunks: number;
  readonly ended: number;
  readonly items: ItemCounts;
  /** 0–1, counting what is done inside running chunks too. */
  readonly fraction: number;
}

/** Folds chunk records into the progress of each of `stages`, of a run of `chunks` chunks. */
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
