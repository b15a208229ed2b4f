import type { BatchClient } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import type { RoundRequest } from "../../../contract/memory-rounds.ts";
import type { GrownStage } from "../../../contract/records.ts";
import { failedForMemory } from "./failed-for-memory.ts";

/** Stage → the memory of its containers in MiB. */
export type Memory = Readonly<Record<string, number>>;

/** A chunk that gets more memory. */
export interface GrownChunk {
  /** Its place in the manifest that its shard was submitted with. */
  readonly place: number;
  readonly memory: Memory;
  /** What of it grew. */
  readonly grown: readonly Omit<GrownStage, "chunks">[];
}

/**
 * The chunks of the shards that failed as containers ran out of memory, each with what it gets now, in the order of their places. A chunk
 * with a stage that had the most already is not among them: it has failed.
 * @param memoryOf The memory that a shard was submitted with, by its index.
 */
export async function grownChunks(
  batch: BatchClient,
  { memoryMiB, shards }: RoundRequest["again"],
  memoryOf: (shard: number) => Memory,
): Promise<readonly GrownChunk[]> {
  const chunks: GrownChunk[] = [];
  for (const { index, offset, size, jobs, error } of shards) {
    if (!error) continue;
    const ranOut = new Map<number, string[]>();
    for (const stage in memoryMiB) {
      const job = jobs[stage];
      if (job === undefined) continue;
      for (const place of await failedForMemory(batch, job, size))
        ranOut.set(place, [...(ranOut.get(place) ?? []), stage]);
    }
    const before = memoryOf(index);
    for (const [place, stages] of [...ranOut].sort(([a], [b]) => a - b)) {
      const grown = stages.flatMap((stage) =>
        grow(stage, before, must(memoryMiB[stage], "it was asked for")),
      );
      if (grown.length < stages.length) continue;
      const memory = { ...before, ...Object.fromEntries(grown.map(({ stage, toMiB }) => [stage, toMiB])) };
      chunks.push({ place: offset + place, memory, grown });
    }
  }
  return chunks;
}

function grow(stage: string, before: Memory, sizes: readonly number[]): Omit<GrownStage, "chunks">[] {
  const fromMiB = must(before[stage], "a shard has the memory of each stage that may get more");
  const toMiB = sizes.find((size) => size > fromMiB);
  return toMiB === undefined ? [] : [{ stage, fromMiB, toMiB }];
}

/** How many chunks grew how, by stage. */
export function summed(chunks: readonly GrownChunk[]): readonly GrownStage[] {
  const alike = Map.groupBy(
    chunks.flatMap(({ grown }) => grown),
    ({ stage, fromMiB, toMiB }) => `${stage} ${fromMiB} ${toMiB}`,
  );
  return [...alike.values()].map((of) => ({ ...must(of[0], "a group has a member"), chunks: of.length }));
}
