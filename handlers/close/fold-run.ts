import { must } from "@batchline/diagnostics";
import type { StageGraph } from "../../contract/plan.ts";
import { stageOfKey, tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import { soundRecord } from "../../contract/sound-record.ts";
import type { Stores } from "../storage/stores.ts";
import type { AttemptJobs } from "./attempt-jobs.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import { chunkOutcome, type Incomplete, type StageOfChunk, type Unexplained } from "./chunk-outcome.ts";
import { manifestLines } from "./manifest-lines.ts";
import { TenantTally } from "./tenant-tally.ts";

/** What the records say about the tenants of an attempt. */
interface Folded {
  readonly tallies: ReadonlyMap<string, TenantTally>;
  /** Stages whose records no worker has written so. */
  readonly forged: readonly StageOfChunk[];
  /** Stages that have not succeeded, and whose records the attempt's containers may still change. */
  readonly unsealed: readonly StageOfChunk[];
  readonly unexplained: readonly Unexplained[];
  readonly incomplete: readonly Incomplete[];
}

/** Chunks whose records are in memory together. */
const chunksAtOnce = 500;

/**
 * Combines the records of all chunks of the attempt's tenants into one tally per tenant, those that an earlier attempt finished too. Memory holds
 * only a few hundred chunks and their records, the tallies, and what is still to do.
 */
export async function foldRun(
  { bucket, table }: Stores,
  { runId, workflow, execution, stages, tenants, allChunks, positionOf }: AttemptPlan,
  jobs: AttemptJobs,
): Promise<Folded> {
  const tallies = new Map<string, TenantTally>();
  const forged: StageOfChunk[] = [];
  const unsealed: StageOfChunk[] = [];
  const unexplained: Unexplained[] = [];
  const incomplete: Incomplete[] = [];
  const names = Object.keys(stages);
  const ofTenants = only(manifestLines(bucket, allChunks), ({ tenant }) => tenants.has(tenant));
  for await (const chunks of inGroups(ofTenants, chunksAtOnce)) {
    const keys = chunks.flatMap(({ index }) =>
      names.map((stage) => tableKeys.chunk(workflow, runId, index, stage)),
    );
    const records = new Map<number, ChunkRecord[]>();
    const tenantOf = new Map(chunks.map(({ index, tenant }) => [index, tenant]));
    for await (const item of table.getAll<ChunkRecord>(keys)) {
      const { chunk, stage } = stageOfKey(item);
      const record = soundRecord(item);
      if (record !== undefined) records.set(chunk, [...(records.get(chunk) ?? []), record]);
      else forged.push({ chunk, stage, tenant: must(tenantOf.get(chunk), "the key was asked for") });
    }
    for (const { index, tenant } of chunks) {
      const ofChunk = records.get(index) ?? [];
      const closed = ofChunk.filter(
        ({ status, closedBy }) => status === "SUCCEEDED" || closedBy?.has(execution),
      );
      const isFinished = positionOf(index) === undefined;
      const open = names.filter((stage) => !isFinished && !closed.some((record) => record.stage === stage));
      unsealed.push(...open.map((stage) => ({ chunk: index, tenant, stage })));
      // What this attempt did not run was finished, by the stages of then. A deployment may have added some since.
      const graph = isFinished ? succeeded(stages, ofChunk) : stages;
      const outcome = chunkOutcome({ index, tenant }, graph, ofChunk, (record) => jobs.wrote(record));
      unexplained.push(...outcome.unexplained);
      if (!isFinished) incomplete.push(...outcome.incomplete);
      let tally = tallies.get(tenant);
      if (tally === undefined) {
        tally = new TenantTally();
        tallies.set(tenant, tally);
      }
      tally.add(outcome);
    }
  }
  return { tallies, forged, unsealed, unexplained, incomplete };
}

/** The stages that have succeeded. */
function succeeded(stages: StageGraph, records: readonly ChunkRecord[]): StageGraph {
  const done = new Set(records.flatMap(({ stage, status }) => (status === "SUCCEEDED" ? [stage] : [])));
  return Object.fromEntries(Object.entries(stages).filter(([stage]) => done.has(stage)));
}

async function* only<T>(values: AsyncIterable<T>, wanted: (value: T) => boolean): AsyncGenerator<T> {
  for await (const value of values) if (wanted(value)) yield value;
}

/** `values` in groups of at most `size`. */
async function* inGroups<T>(values: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const value of values) {
    group.push(value);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
