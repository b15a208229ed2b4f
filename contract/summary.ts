import type { Shard } from "./plan.ts";
import type { TenantCounts } from "./records.ts";

/** The outcome of a shard's chain of jobs. */
export interface ShardOutcome extends Shard {
  /**
   * Stage → Batch job id, for the submitted stages. If each chunk has its own job: `chunkJob` → id, at least of the
   * failed ones.
   */
  readonly jobs: Readonly<Record<string, string | undefined>>;
  /** Set when the chain failed or could not be submitted. */
  readonly error?: { readonly error: string; readonly cause: string } | null;
}

/** The name of a chunk's job: its place in the shard, from 0, and the stage. */
export const chunkJob = (place: number, stage: string) => `${place}-${stage}`;

/** The state machine's request to the close function. */
export interface SummaryRequest {
  readonly workflow: string;
  readonly runId: string;
  readonly execution: string;
  /** ARN of the execution's state machine. Machines set it. */
  readonly stateMachine?: string;
  readonly shards: readonly ShardOutcome[];
  /** The answer has `succeededTenants`. Machines with an `afterRun` set it. */
  readonly tenantNames?: true;
}

/** The close function's answer. */
export interface SummaryResult {
  readonly runId: string;
  readonly succeeded: boolean;
  /** A sentence for people: "5 tenants succeeded", or the first failure. */
  readonly reason: string;
  readonly tenants: TenantCounts;
  /** The tenants that have succeeded in the run, in an earlier attempt too. Absent unless the request asks for them. */
  readonly succeededTenants?: readonly string[];
}
