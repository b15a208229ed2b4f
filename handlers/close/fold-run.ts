import { platformKeys } from "../../contract/object-keys.ts";
import { chunkPrefix, tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import type { SummaryRequest } from "../../contract/summary.ts";
import type { PlannedWorkflow } from "../plan/planned-workflow.ts";
import type { Platform } from "../storage/stores.ts";
import { AttemptJobs } from "./attempt-jobs.ts";
import { chunkOutcome, type Unexplained } from "./chunk-outcome.ts";
import { manifestLines } from "./manifest-lines.ts";
import { TenantTally } from "./tenant-tally.ts";

/** What the records say of a run, before Batch is asked about the rest. */
export interface Folded {
  readonly tallies: ReadonlyMap<string, TenantTally>;
  readonly unexplained: readonly Unexplained[];
  readonly jobs: AttemptJobs;
}

/**
 * Folds the records of all chunks of a run into one tally a tenant. Manifest and records are both in the order of chunk ids, so
 * they are read side by side: memory holds a page of each and the tallies, whatever the run's size.
 */
export async function foldRun(
  platform: Platform,
  workflow: PlannedWorkflow,
  request: SummaryRequest,
): Promise<Folded> {
  const { bucket, table } = platform;
  const { runId } = request;
  const jobs = new AttemptJobs(request.shards, await positions(platform, request));
  const tallies = new Map<string, TenantTally>();
  const unexplained: Unexplained[] = [];
  const groups = byChunk(table.query<ChunkRecord>(tableKeys.run(runId).pk, chunkPrefix));
  let group = await groups.next();
  const manifest = platformKeys.run(workflow.name, runId);
  for await (const { index, tenant } of manifestLines(bucket, manifest)) {
    while (!group.done && group.value.chunk < index) group = await groups.next();
    const records = !group.done && group.value.chunk === index ? group.value.records : [];
    const outcome = chunkOutcome({ index, tenant }, workflow.stages, records, (record) => jobs.wrote(record));
    unexplained.push(...outcome.unexplained);
    let tally = tallies.get(tenant);
    if (tally === undefined) {
      tally = new TenantTally();
      tallies.set(tenant, tally);
    }
    tally.add(outcome);
  }
  return { tallies, unexplained, jobs };
}

/** Where each chunk is in the attempt's manifest. In a run's first attempt that is its id. */
async function positions(
  platform: Platform,
  { workflow, runId, execution }: SummaryRequest,
): Promise<(chunk: number) => number | undefined> {
  if (execution === runId) return (chunk) => chunk;
  const places = new Map<number, number>();
  for await (const { index } of manifestLines(
    platform.bucket,
    platformKeys.attempt(workflow, runId, execution),
  )) {
    places.set(index, places.size);
  }
  return (chunk) => places.get(chunk);
}

/** Gathers the records of each chunk; they come in the order of their keys, a chunk's stages side by side. */
async function* byChunk(
  records: AsyncIterable<ChunkRecord>,
): AsyncGenerator<{ readonly chunk: number; readonly records: readonly ChunkRecord[] }> {
  let gathered: ChunkRecord[] = [];
  for await (const record of records) {
    const [first] = gathered;
    if (first !== undefined && first.chunk !== record.chunk) {
      yield { chunk: first.chunk, records: gathered };
      gathered = [];
    }
    gathered.push(record);
  }
  const [first] = gathered;
  if (first !== undefined) yield { chunk: first.chunk, records: gathered };
}
