import type { Shard } from "./plan.ts";
import type { GrownStage } from "./records.ts";
import type { ShardOutcome } from "./summary.ts";

/**
 * A round submits the chunks of a run again whose containers ran out of memory, with more of it. The stages that a chunk has finished end
 * at once. Rounds count from 1: the first submission of all chunks comes before them. Rounds belong to an execution: a resume begins with the declared memory.
 */

/** The state machine's request to the plan function: which chunks are submitted again? */
export interface RoundRequest {
  readonly again: {
    readonly workflow: string;
    readonly runId: string;
    readonly execution: string;
    /** From 1. */
    readonly round: number;
    /** Stage → the memory of its containers in MiB, first the declared one, then what each round may give. */
    readonly memoryMiB: Readonly<Record<string, readonly number[]>>;
    /** The outcomes of the shards that were submitted last. */
    readonly shards: readonly ShardOutcome[];
  };
}

/** The plan function's answer. Without shards nothing is submitted again. */
export interface RoundResult {
  /** Prefix of the round's `chunks.json` and `chunks.idx`, as `PlanResult.manifest`. Empty without shards. */
  readonly manifest: string;
  readonly shards: readonly RoundShard[];
}

/** Chunks with the same memory, submitted as one chain of array jobs. Its index follows the last one of the shards before. */
export interface RoundShard extends Shard {
  /** Stage → the memory of its containers in MiB, for the stages that may get more. */
  readonly memoryMiB: Readonly<Record<string, number>>;
}

/** `rounds/<round>.json` of an execution. It is written once. */
export interface RoundFile extends RoundResult {
  readonly round: number;
  /** ISO 8601. */
  readonly plannedAt: string;
  readonly grown: readonly GrownStage[];
}
