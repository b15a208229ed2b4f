import type { BatchClient } from "@aws-sdk/client-batch";
import type { ShardOutcome } from "../../contract/summary.ts";
import type { Stores } from "../storage/stores.ts";
import type { WorkflowByName } from "../workflow-by-name.ts";

/** What closing works with. */
export interface CloseOptions {
  readonly stores: Stores;
  readonly batch: BatchClient;
  /** ARNs of the queues that the run's jobs may be in. */
  readonly jobQueues: readonly string[];
  readonly workflowNamed: WorkflowByName;
  /** Waits between two checks whether jobs have ended. */
  readonly pause: () => Promise<void>;
}

/** How an attempt at a run ended. */
export interface AttemptEnd {
  /** For people: in the jobs that are terminated, and in a run without a plan. */
  readonly why: string;
  /** How often leftover jobs are looked for, even if none is found. */
  readonly leastChecks: number;
  /** The outcomes of the shards. @default by the names of the jobs that Batch has */
  readonly shards?: readonly ShardOutcome[] | undefined;
  /** Why nothing more was submitted, if the execution says so. Not beside `shards`. */
  readonly error?: ShardOutcome["error"];
}
