import type { Shard } from "./plan.ts";

/** What became of one shard's chain of jobs. */
export interface ShardOutcome extends Shard {
  /**
   * Stage → Batch job id; stages that were not submitted are missing. Where each chunk has a job of its own: `chunkJob` → id, of those that
   * failed at least.
   */
  readonly jobs: Readonly<Record<string, string | undefined>>;
  /** Set when the chain failed or could not be submitted. */
  readonly error?: { readonly error: string; readonly cause: string } | null;
}

/** Names the job of one chunk: its place in the shard, from 0, and the stage, which begins with a letter. */
export const chunkJob = (place: number, stage: string) => `${place}-${stage}`;

/** What the state machine asks of the summary function. */
export interface SummaryRequest {
  readonly workflow: string;
  readonly runId: string;
  readonly execution: string;
  readonly shards: readonly ShardOutcome[];
}

/** What the summary function answers. */
export interface SummaryResult {
  readonly runId: string;
  readonly succeeded: boolean;
  /** One sentence for a person: "5 tenants succeeded" or what failed first. */
  readonly reason: string;
  readonly tenants: { readonly succeeded: number; readonly failed: number; readonly skipped: number };
}
