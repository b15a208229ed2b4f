import { createInterface } from "node:readline";
import type { Chunk } from "../../contract/chunk.ts";
import { decodeLine } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { chunkPrefix, tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import type { SummaryRequest } from "../../contract/summary.ts";
import type { PlannedWorkflow } from "../plan/planned-workflow.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Stores } from "../storage/stores.ts";
import { AttemptJobs } from "./attempt-jobs.ts";
import { chunkOutcome, type Unexplained } from "./chunk-outcome.ts";
import { TenantTally } from "./tenant-tally.ts";

/** What the records say about a run, before Batch is asked about the rest. */
interface Folded {
  readonly tallies: ReadonlyMap<string, TenantTally>;
  readonly unexplained: readonly Unexplained[];
  readonly jobs: AttemptJobs;
}

/**
 * Combines the records of all chunks of a run into one tally per tenant. Manifest and records are both in the order of chunk
 * ids and are read side by side. So memory holds only a page of each, and the tallies.
 */
export async function foldRun(
  stores: Stores,
  workflow: PlannedWorkflow,
  request: SummaryRequest,
): Promise<Folded> {
  const { bucket, table } = stores;
  const { runId } = request;
  const jobs = new AttemptJobs(request.shards, await positions(stores, request));
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

/** Each chunk's place in the attempt's manifest. In a run's first attempt it is the chunk's id. */
async function positions(
  stores: Stores,
  { workflow, runId, execution }: SummaryRequest,
): Promise<(chunk: number) => number | undefined> {
  if (execution === runId) return (chunk) => chunk;
  const places = new Map<number, number>();
  for await (const { index } of manifestLines(
    stores.bucket,
    platformKeys.attempt(workflow, runId, execution),
  )) {
    places.set(index, places.size);
  }
  return (chunk) => places.get(chunk);
}

/** Groups records by chunk. They arrive in the order of their keys, a chunk's stages side by side. */
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

/** The chunks of the manifest under the S3 key prefix `manifest`, one at a time. @throws {MissingObjectError} */
async function* manifestLines(bucket: Bucket, manifest: string): AsyncGenerator<Chunk> {
  const stream = await bucket.stream(platformKeys.chunks(manifest), "the run cannot be closed");
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.startsWith("{")) yield decodeLine(Buffer.from(line)) as Chunk;
  }
}
