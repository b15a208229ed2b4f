/** Batch's limit on the size of an array job. https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html */
export const maxArraySize = 10_000;

/** What an execution may be started with; every field is optional, and so is the input itself. */
export interface RunInput {
  /** Only these tenants; absent: all that are due. A tenant named here runs even if it succeeded recently. */
  readonly tenants?: readonly string[];
  /** Run also those that `skipIfSucceededWithin` would skip. */
  readonly force?: boolean;
  /** The id of an earlier run: plan only what it did not finish, under the same run id. */
  readonly resume?: string;
  /**
   * The name of the schedule that starts it, `default` or `<cron> <timezone>`: only the tenants that go by it run, and while another run
   * is under way it waits. Neither with `tenants` nor with `resume`.
   */
  readonly schedule?: string;
  /** For when the schedule started it, ISO 8601: a second start for the same time, or one for an earlier time, has nothing to do. */
  readonly scheduledAt?: string;
}

/** What the state machine asks of the planner: the metadata function, or the same code in a container. */
export interface PlanRequest {
  readonly workflow: string;
  /** The execution's name. It is also the run id, unless `input.resume` names an earlier run. */
  readonly execution: string;
  /** The execution's input as it came. */
  readonly input: RunInput;
  /** When the execution began, ISO 8601: a scheduled run waits from then on. */
  readonly startedAt?: string;
}

/** At most 10,000 chunks, submitted as one chain of array jobs. */
export interface Shard {
  readonly index: number;
  /** Where the shard starts in the manifest. */
  readonly offset: number;
  /** How many chunks it has, 1 ≤ size ≤ 10,000. */
  readonly size: number;
}

/** What the planner answers: small facts only, a few KiB whatever the number of tenants. */
export interface PlanResult {
  readonly runId: string;
  /** S3 key prefix in the platform bucket of this attempt's `chunks.json` and `chunks.idx`; ends in `/`. */
  readonly manifest: string;
  /** Chunks over all shards. */
  readonly chunks: number;
  readonly shards: readonly Shard[];
  /** How many tenants run and how many were skipped. */
  readonly tenants: number;
  readonly skipped: number;
  /** One sentence for a person: what is planned, or why nothing is. */
  readonly reason: string;
  /** There is no plan yet, as another run is under way: ask again. Absent from a plan. */
  readonly waiting?: true;
}

/** How long a scheduled run waits for others to end: half a day, so that it has ended before its next turn. In seconds. */
export const longestWaitSeconds = 12 * 3600;

/** Why the planner's job could not plan, in the words in which Lambda tells of a function that threw. */
export interface PlanFailure {
  /** The error's name, for example `WorkflowBusyError`. */
  readonly errorType: string;
  readonly errorMessage: string;
}

/** The worker image's command that plans, instead of a stage's name, which begins with a letter. */
export const plannerCommand = "--plan";

/** `plan.json`: the whole plan, for people and for the summary. */
export interface PlanFile extends PlanResult {
  readonly workflow: string;
  readonly execution: string;
  /** ISO 8601. */
  readonly plannedAt: string;
  readonly running: readonly {
    readonly tenant: string;
    readonly firstChunk: number;
    readonly chunks: number;
  }[];
  readonly skippedTenants: readonly { readonly tenant: string; readonly reason: string }[];
  /** Tenants that should run but whose parameters could not be planned with; absent when there are none. */
  readonly failedTenants?: readonly { readonly tenant: string; readonly reason: string }[];
}
