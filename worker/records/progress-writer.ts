import type { Progress } from "../../workflow-kit/at-run/progress.ts";
import type { ChunkRecords } from "./chunk-records.ts";

/**
 * Up to this many chunks in a run, progress is written every second, and then every five: the table is
 * written to by all.
 */
const chunksAtFullPace = 100;

/** How often a chunk of a run with so many chunks writes its progress, in milliseconds. */
export function progressInterval(chunksInRun: number): number {
  return chunksInRun <= chunksAtFullPace ? 1_000 : 5_000;
}

/**
 * Writes counts into the chunk record, when they have changed, at most once an interval and one write at a
 * time. A write that fails is left to the next one: the outcome at the end is what counts. The returned
 * function stops it, after the write under way.
 */
export function writeProgress(
  progress: Progress,
  records: ChunkRecords,
  intervalMs: number,
): () => Promise<void> {
  let written = "";
  let underWay: Promise<void> | undefined;
  const timer = setInterval(() => {
    const snapshot = progress.snapshot();
    const text = JSON.stringify(snapshot);
    if (underWay !== undefined || text === written) return;
    underWay = records
      .update(snapshot)
      .then(
        () => {
          written = text;
        },
        () => undefined,
      )
      .finally(() => {
        underWay = undefined;
      });
  }, intervalMs);
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
