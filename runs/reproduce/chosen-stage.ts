import type { ChunkRecord } from "../../contract/records.ts";
import { RunsFailure } from "../errors.ts";
import type { ChunkFilter, OpenRun } from "../records/open-run.ts";

/** What a person wants to reproduce. */
export interface WantedStage extends ChunkFilter {
  readonly tenant: string;
  readonly stage: string;
}

/** A stage of a chunk, with what ran before it. */
export interface ChosenStage {
  readonly record: ChunkRecord;
  /** The records of the chunk's earlier stages, which have succeeded. */
  readonly before: readonly ChunkRecord[];
}

/** The wanted stage in the wanted chunk. @default the tenant's first chunk in which it failed, else its first one
 * @throws {RunsFailure} BL-O005 if it did not begin there */
export async function chosenStage(run: OpenRun, { tenant, stage, chunk }: WantedStage): Promise<ChosenStage> {
  const filter = { tenant, stage, ...(chunk !== undefined && { chunk }) };
  const records = await run.chunks(filter);
  const record = records.find(({ status }) => status === "FAILED" || status === "INTERRUPTED") ?? records[0];
  const where = `${stage} of ${tenant}${chunk === undefined ? "" : `, chunk ${chunk},`}`;
  if (record === undefined || record.status === "NOT_STARTED")
    throw new RunsFailure(
      "BL-O005",
      `${where} did not begin in run ${run.runId}: reproduce an earlier stage`,
    );
  const ofChunk = await run.chunks({ chunk: record.chunk });
  const place = (name: string) => run.stages.indexOf(name);
  const before = ofChunk.filter(
    (earlier) => place(earlier.stage) < place(stage) && earlier.status === "SUCCEEDED",
  );
  return { record, before };
}
