import type { StageGraph } from "../../contract/plan.ts";
import type { ChunkRecord } from "../../contract/records.ts";

/**
 * The record of the stage that failed first in a chunk, or undefined. Only a stage whose needs all succeeded can be the cause: later stages
 * failed because of it.
 * @param records The chunk's, at most one a stage.
 * @example firstFailure({ fetch: {}, rescale: { needs: ["fetch"] } }, records)?.stage // "fetch"
 */
export function firstFailure(stages: StageGraph, records: readonly ChunkRecord[]): ChunkRecord | undefined {
  const byStage = new Map(records.map((record) => [record.stage, record]));
  const done = (stage: string) => byStage.get(stage)?.status === "SUCCEEDED";
  return Object.entries(stages)
    .filter(([, { needs = [] }]) => needs.every(done))
    .flatMap(([stage]) => byStage.get(stage) ?? [])
    .filter(hasFailed)
    .sort((a, b) => (failedAt(a) < failedAt(b) ? -1 : 1))
    .at(0);
}

/** When a stage failed, ISO 8601; its start where the end is not known. */
export function failedAt({ endedAt, startedAt }: ChunkRecord): string {
  return endedAt ?? startedAt;
}

/** NOT_STARTED with an error never had a container; without one it waited for others. */
function hasFailed({ status, error }: ChunkRecord): boolean {
  return (
    status === "FAILED" || ((status === "NOT_STARTED" || status === "INTERRUPTED") && error !== undefined)
  );
}
