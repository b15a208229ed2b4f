import { createInterface } from "node:readline";
import { must } from "@batchline/diagnostics";
import type { Chunk } from "../../contract/chunk.ts";
import { decodeLine } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import type { SummaryRequest } from "../../contract/summary.ts";
import type { PlannedWorkflow } from "../plan/planned-workflow.ts";
import { readPlan } from "../plan/write-plan.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Claim } from "../storage/claim.ts";
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

/** Chunks whose records are in memory together. */
const chunksAtOnce = 500;

/**
 * Combines the records of all chunks of a run into one tally per tenant. Memory holds only a few hundred chunks and their
 * records, and the tallies.
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
  const stages = Object.keys(workflow.stages);
  const manifest = await manifestOf(bucket, { workflow: workflow.name, runId, execution: runId });
  for await (const chunks of inGroups(manifestLines(bucket, manifest), chunksAtOnce)) {
    const keys = chunks.flatMap(({ index }) =>
      stages.map((stage) => tableKeys.chunk(workflow.name, runId, index, stage)),
    );
    const records = new Map<number, ChunkRecord[]>();
    for await (const record of table.getAll<ChunkRecord>(keys)) {
      const ofChunk = records.get(record.chunk) ?? [];
      records.set(record.chunk, [...ofChunk, record]);
    }
    for (const { index, tenant } of chunks) {
      const outcome = chunkOutcome({ index, tenant }, workflow.stages, records.get(index) ?? [], (record) =>
        jobs.wrote(record),
      );
      unexplained.push(...outcome.unexplained);
      let tally = tallies.get(tenant);
      if (tally === undefined) {
        tally = new TenantTally();
        tallies.set(tenant, tally);
      }
      tally.add(outcome);
    }
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
    await manifestOf(stores.bucket, { workflow, runId, execution }),
  )) {
    places.set(index, places.size);
  }
  return (chunk) => places.get(chunk);
}

async function manifestOf(bucket: Bucket, claim: Claim): Promise<string> {
  const plan = await readPlan(bucket, claim);
  return must(plan, "a run that is closed was planned").manifest;
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

/** The chunks of the manifest under the S3 key prefix `manifest`, one at a time. @throws {MissingObjectError} */
async function* manifestLines(bucket: Bucket, manifest: string): AsyncGenerator<Chunk> {
  const stream = await bucket.stream(platformKeys.chunks(manifest), "the run cannot be closed");
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.startsWith("{")) yield decodeLine(Buffer.from(line)) as Chunk;
  }
}
