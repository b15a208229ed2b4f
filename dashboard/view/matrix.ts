import type { TryOutcome } from "../../contract/records.ts";

/** The statuses of a chunk in a stage, and the letter of each in `MatrixView.columns`. */
export const chunkStatusCodes = {
  /** It waits: for an earlier stage, for room, or for its turn. */
  waiting: ".",
  running: "r",
  succeeded: "s",
  failed: "f",
  /** Its container ended before its time; Batch starts it again. */
  interrupted: "i",
  /** An earlier stage failed, or the run was closed before it began. */
  notStarted: "n",
  /** Its last try ran out of memory, and it is tried again with more. */
  moreMemory: "m",
} as const;

export type ChunkStatusName = keyof typeof chunkStatusCodes;

/** Chunk × stage. Compact: 10,000 chunks of three stages are 30 KB. */
export interface MatrixView {
  readonly chunks: number;
  /** For each stage a text of `chunks` letters, a `chunkStatusCodes` per chunk. */
  readonly columns: readonly string[];
  /** For each chunk its tenant's place in `RunView.tenants`, -1 if it is not known: the chunks of tenants take turns. */
  readonly tenantOf: readonly number[];
  /** For each stage the chunks with more than one try, as chunk → number of tries. */
  readonly tries: readonly Readonly<Record<number, number>>[];
}

/** How a try ended, or `RUNNING`, and the letter of each in `TimelineView.kinds`. */
export const tryKindCodes = {
  RUNNING: "r",
  SUCCEEDED: "s",
  FAILED: "f",
  INTERRUPTED: "i",
  RECLAIMED: "c",
  OUT_OF_MEMORY: "m",
  TIMED_OUT: "t",
  KILLED: "k",
  NEVER_STARTED: "n",
} as const satisfies Readonly<Record<TryOutcome | "RUNNING", string>>;

export type TryKind = keyof typeof tryKindCodes;

/** Every try of every stage, as columns of equal length, in the order of their starts. */
export interface TimelineView {
  readonly chunk: readonly number[];
  /** The place in `RunView.stages`. */
  readonly stage: readonly number[];
  readonly startMs: readonly number[];
  /** -1 while it runs. */
  readonly endMs: readonly number[];
  /** A `tryKindCodes` per try. */
  readonly kinds: string;
  /** Where the axis ends: the run's end, or when the records were read. */
  readonly untilMs: number;
  /** What ran at once. */
  readonly concurrency: ConcurrencyView;
}

/** A step function: from `atMs[i]` to `atMs[i + 1]`, `containers[i]` ran with `vcpus[i]` in all. */
export interface ConcurrencyView {
  readonly atMs: readonly number[];
  readonly containers: readonly number[];
  readonly vcpus: readonly number[];
  /** The most vCPUs that the compute environments may have together. */
  readonly ceiling?: number;
}
