import { CodedError, suggestion } from "@batchline/diagnostics";
import type { Chunk } from "../../contract/chunk.ts";
import type { StageGraph } from "../../contract/plan.ts";
import { stageOfKey, tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import type { Claim } from "../storage/claim.ts";
import type { Table } from "../storage/table.ts";
import { lastStages } from "./planned-workflow.ts";

/** The caller names stages that the run's chunks do not have. */
export class UnknownStagesError extends CodedError<HandlerErrorCode> {}

/** The run, and the stages of its latest plan. */
interface StagesOf extends Claim {
  readonly stages: StageGraph;
}

/**
 * The chunks whose last stages have not all succeeded.
 * @param next Only those that have one of these stages before them, and have finished all that it needs. @default all
 * @throws {UnknownStagesError}
 * @example await unfinishedChunks(table, { workflow, runId, execution, stages }, chunks, ["rescale"]);
 */
export async function unfinishedChunks(
  table: Table,
  { workflow, runId, stages }: StagesOf,
  chunks: readonly Chunk[],
  next?: readonly string[],
): Promise<readonly Chunk[]> {
  const known = Object.keys(stages);
  const [unknown] = next?.filter((stage) => !known.includes(stage)) ?? [];
  if (unknown !== undefined) {
    const message = `there is no stage ${JSON.stringify(unknown)} in the run ${runId}${suggestion(unknown, known)}`;
    throw new UnknownStagesError("BL-H020", message);
  }
  const last = lastStages(stages);
  const asked = next === undefined ? last : known;
  const keys = chunks.flatMap(({ index }) =>
    asked.map((stage) => tableKeys.chunk(workflow, runId, index, stage)),
  );
  const succeeded = new Map<number, Set<string>>(chunks.map(({ index }) => [index, new Set()]));
  for await (const { status, ...key } of table.getAll<ChunkRecord>(keys)) {
    const { chunk, stage } = stageOfKey(key);
    if (status === "SUCCEEDED") succeeded.get(chunk)?.add(stage);
  }
  return chunks.filter(({ index }) => {
    const done = (stage: string) => succeeded.get(index)?.has(stage) === true;
    if (last.every(done)) return false;
    return next?.some((stage) => !done(stage) && (stages[stage]?.needs ?? []).every(done)) ?? true;
  });
}
