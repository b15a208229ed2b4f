/** Batch's limit on the size of an array job. https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html */
export const maxArraySize = 10_000;

/** The input of an execution. Every field is optional, and so is the input itself. */
export interface RunInput {
  /** Only these tenants, even if they succeeded recently. @default all that are due */
  readonly tenants?: readonly string[];
  /** Run also the tenants that `skipIfSucceededWithin` would skip. */
  readonly force?: boolean;
  /** Wait while another run of the workflow is under way, as a scheduled run does. @default such a run fails at once */
  readonly wait?: boolean;
  /** The id of an earlier run: plan only its unfinished chunks, under the same run id. */
  readonly resume?: string;
  /** With `resume`: only the chunks that have one of these stages before them. @default all unfinished ones */
  readonly stages?: readonly string[];
  /**
   * The name of the schedule that starts it, `default` or `<cron> <timezone>`. Only the tenants with this schedule run.
   * The run waits while another one is under way. Not with `tenants` or `resume`.
   */
  readonly schedule?: string;
  /** The scheduled time, ISO 8601. A second start for the same time, or a start for an earlier time, has nothing to do. */
  readonly scheduledAt?: string;
}

/** The state machine's request to the planner: the plan function, or the same code in a container. */
export interface PlanRequest {
  readonly workflow: string;
  /** The execution's name. It is also the run id, unless `input.resume` names an earlier run. */
  readonly execution: string;
  /** ARN of its state machine. Machines of the version before do not set it. */
  readonly stateMachine?: string;
  /** The execution's input. */
  readonly input: RunInput;
  /** The start of the execution, ISO 8601. A scheduled run waits from then on. */
  readonly startedAt?: string;
}

/** At most 10,000 chunks, submitted as one chain of array jobs. */
export interface Shard {
  readonly index: number;
  /** The place of its first chunk in the manifest. */
  readonly offset: number;
  /** The number of chunks, 1–10,000. */
  readonly size: number;
}

/** The planner's answer: a few KiB for any number of tenants. */
export interface PlanResult {
  readonly runId: string;
  /** Prefix of this attempt's `chunks.json` and `chunks.idx` in the platform bucket; ends in `/`. */
  readonly manifest: string;
  /** The number of chunks in all shards. */
  readonly chunks: number;
  readonly shards: readonly Shard[];
  /** The numbers of tenants that run and that were skipped. */
  readonly tenants: number;
  readonly skipped: number;
  /** A sentence for people: the plan, or why it is empty. */
  readonly reason: string;
  /** Another run is under way, so ask again. Absent from a plan. */
  readonly waiting?: true;
}

/** How long a scheduled run waits for others, in seconds: half a day, so that it ends before its next turn. */
export const longestWaitSeconds = 12 * 3600;

/** When an execution times out, in seconds: an hour before the next run of a daily schedule. */
export const longestRunSeconds = 23 * 3600;

/** Why the planner's job could not plan, in the form of a Lambda function's error. */
export interface PlanFailure {
  /** The error's name, for example `WorkflowBusyError`. */
  readonly errorType: string;
  readonly errorMessage: string;
}

/** The command of the worker's image that plans. Names of stages begin with a letter. */
export const plannerCommand = "--plan";

/** Stage → the stages that the same chunk must finish before. With `nodes`, each chunk has its own job. */
export type StageGraph = Readonly<
  Record<string, { readonly needs?: readonly string[]; readonly nodes?: number }>
>;

/** The versions of the code that works on a run. */
export interface PlanningCode {
  /** ARN. Absent if the execution runs on a machine of the version before. */
  readonly stateMachine?: string;
  /** `<name>:<version>` of the plan function, or `job <id>` of the planner's job. */
  readonly planner: string;
}

/** `plan.json`: the whole plan, for people and for the close function. It is written once. */
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
  /** Tenants whose parameters planning failed with; absent when there are none. */
  readonly failedTenants?: readonly { readonly tenant: string; readonly reason: string }[];
  /** The stages that the execution's machine runs. Absent in plans of the version before: then the deployed workflow's count. */
  readonly stages?: StageGraph;
  /** The code that planned, for people. Absent in plans of the version before. */
  readonly code?: PlanningCode;
  /** The time of a schedule that this plan uses up. Absent when there is none. */
  readonly scheduled?: { readonly schedule: string; readonly scheduledAt: string };
}
