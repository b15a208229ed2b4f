import type { BatchClient } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import type { Chunk } from "../../../contract/chunk.ts";
import type { RoundFile, RoundRequest, RoundResult, RoundShard } from "../../../contract/memory-rounds.ts";
import { platformKeys } from "../../../contract/object-keys.ts";
import { tableKeys } from "../../../contract/record-keys.ts";
import type { RunRecord } from "../../../contract/records.ts";
import { manifestLines } from "../../close/manifest-lines.ts";
import type { Bucket } from "../../storage/bucket.ts";
import { ClaimLostError } from "../../storage/claim.ts";
import { owns } from "../../storage/owned-run.ts";
import type { Stores } from "../../storage/stores.ts";
import { shardsOf } from "../plan-run.ts";
import { readPlan, writeManifest } from "../write-plan.ts";
import { type GrownChunk, grownChunks, type Memory, summed } from "./grown-chunks.ts";
import { readRound } from "./read-round.ts";

export interface RoundStores extends Pick<Stores, "bucket" | "table" | "now"> {
  readonly batch: BatchClient;
  /** A name for a manifest, different each time. */
  nonce(): string;
}

type Round = RoundRequest["again"];

/**
 * Plans which chunks are submitted again with more memory, as a container of theirs ran out of it. They keep their ids, so what they have
 * finished stays valid. Their places change, so the round has a manifest of its own. From here on the run's item names it: a container of an
 * earlier round, which Batch has given up, gets no session any more. A second call returns the same and changes nothing.
 * @throws {ClaimLostError} if the run is being closed, or another execution's
 */
export async function planRound(stores: RoundStores, { again }: RoundRequest): Promise<RoundResult> {
  const { bucket } = stores;
  const file = (await readRound(bucket, again, again.round)) ?? (await writeRound(stores, again));
  if (file === undefined) return { manifest: "", shards: [] };
  await recordRound(stores, again, file);
  const { manifest, shards } = file;
  return { manifest, shards };
}

/** Writes the round's manifest, then its plan, and returns the plan that counts: another call's if that was first. Undefined for no chunks. */
async function writeRound(stores: RoundStores, again: Round): Promise<RoundFile | undefined> {
  const { bucket, batch } = stores;
  const { workflow, runId, execution, round } = again;
  const before = await lastRound(bucket, again);
  const grown = await grownChunks(batch, again, before.memoryOf);
  if (grown.length === 0) return undefined;
  const shards: RoundShard[] = [];
  const inOrder: GrownChunk[] = [];
  const next = 1 + Math.max(...again.shards.map(({ index }) => index));
  for (const alike of Map.groupBy(grown, ({ memory }) => JSON.stringify(memory)).values()) {
    const memoryMiB = must(alike[0], "a group has a member").memory;
    for (const { offset, size } of shardsOf(alike.length))
      shards.push({ index: next + shards.length, offset: inOrder.length + offset, size, memoryMiB });
    inOrder.push(...alike);
  }
  const manifest = platformKeys.manifest(workflow, runId, stores.nonce());
  const plannedAt = new Date(stores.now()).toISOString();
  await writeManifest(bucket, manifest, await chunksAt(bucket, before.manifest, inOrder));
  const file: RoundFile = { round, plannedAt, manifest, shards, grown: summed(grown) };
  const key = platformKeys.round(workflow, runId, execution, round);
  if (await bucket.putNew(key, `${JSON.stringify(file, null, 2)}\n`, "application/json")) return file;
  return must(await readRound(bucket, again, round), "another call has written it");
}

/** What the shards of the round before were submitted with. */
async function lastRound(
  bucket: Bucket,
  again: Round,
): Promise<{ readonly manifest: string; readonly memoryOf: (shard: number) => Memory }> {
  if (again.round === 1) {
    const { manifest } = must(await readPlan(bucket, again), "a planned execution has a plan");
    const declared = Object.entries(again.memoryMiB).map(([stage, [least]]) => [stage, least]);
    return { manifest, memoryOf: () => Object.fromEntries(declared) };
  }
  const { manifest, shards } = must(
    await readRound(bucket, again, again.round - 1),
    "rounds follow each other",
  );
  const byIndex = new Map(shards.map(({ index, memoryMiB }) => [index, memoryMiB]));
  return { manifest, memoryOf: (shard) => must(byIndex.get(shard), "the round before has submitted it") };
}

/** The chunks at the places in a manifest, in the order of the places. */
async function chunksAt(
  bucket: Bucket,
  manifest: string,
  of: readonly GrownChunk[],
): Promise<readonly Chunk[]> {
  const wanted = new Set(of.map(({ place }) => place));
  const found = new Map<number, Chunk>();
  let place = 0;
  for await (const chunk of manifestLines(bucket, manifest)) {
    if (wanted.has(place)) found.set(place, chunk);
    place += 1;
  }
  return of.map(({ place }) => must(found.get(place), "a shard's places are in its manifest"));
}

/** Adds the round to the run's item, unless it is there. @throws {ClaimLostError} */
async function recordRound({ table }: RoundStores, again: Round, file: RoundFile): Promise<void> {
  const key = tableKeys.run(again.workflow, again.runId);
  const run = await table.get<RunRecord>(key);
  const { manifest = "", rounds = [] } = run ?? {};
  if (rounds.length >= again.round && run?.execution === again.execution) return;
  const { plannedAt: at, grown } = file;
  const set = { manifest: file.manifest, rounds: [...rounds, { at, grown }] };
  const { expression, names = {}, values = {} } = owns(again, "running");
  // A late call must not lead the run back to an earlier round.
  const condition = {
    expression: `${expression} AND manifest = :before`,
    ...{ names, values: { ...values, ":before": manifest } },
  };
  if (await table.update(key, { set }, condition)) return;
  const now = await table.get<RunRecord>(key);
  if (now?.execution !== again.execution || (now.rounds?.length ?? 0) < again.round)
    throw new ClaimLostError(again, now);
}
