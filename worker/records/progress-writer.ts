import type { Progress } from "../../workflow-kit/at-run/progress.ts";
import type { ChunkRecords } from "./chunk-records.ts";

/** Runs with more chunks write progress less often, as all chunks write to one table. */
const chunksAtFullRate = 100;

/** The time between two writes of a chunk's progress, in milliseconds. */
export function progressInterval(chunksInRun: number): number {
  return chunksInRun <= chunksAtFullRate ? 1_000 : 5_000;
}

/** Writes changed counts into the chunk record, one write at a time, and ignores a failed one. The returned function stops it. */
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
