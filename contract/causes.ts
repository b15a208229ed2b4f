/** Why a run is as it is: equal causes together. Pages, notices and `batchline why` show it. Times are ISO 8601. */

/** What ended, stopped or holds work. */
export type CauseKind =
  /** The stage reported it: the tenant's data is wrong, or a supplier fails. */
  | "stage"
  /** The stage's program crashed or was killed. */
  | "crash"
  /** The deployment is wrong: exit code 78, a missing right. */
  | "deployment"
  | "out-of-memory"
  | "timeout"
  /** AWS took the instance back. */
  | "reclaimed"
  /** The container was asked to stop. */
  | "interrupted"
  /** A person or a program ended the job or the run. */
  | "stopped"
  | "image"
  | "secrets"
  /** The container could not be started for another reason. */
  | "start"
  /** No instance type of the queue has what the job needs. */
  | "no-instance-fits"
  /** AWS has no instances of these types now, or the stack's quota is used up. */
  | "no-capacity"
  /** A compute environment, queue or service role is broken. */
  | "environment"
  | "not-submitted"
  /** The job succeeded and left no record. */
  | "no-record"
  /** The planner could not plan the run, or a tenant's part. */
  | "planning"
  /** A state of the machine failed. */
  | "machine"
  /** Jobs wait for room in their queue, or for units of a limited resource. */
  | "queue"
  /** Another run of the workflow is under way. */
  | "busy"
  /** It runs, and has not been heard of for long. */
  | "silent"
  | "unknown";

/** One cause, and all that it happened to. */
export interface Cause {
  /** Equal causes have equal keys, also in different runs. */
  readonly key: string;
  readonly kind: CauseKind;
  /** `failed`: it ended chunks, tenants or the run. `holds`: work waits because of it. `overcome`: another attempt succeeded. */
  readonly effect: "failed" | "holds" | "overcome";
  /** One plain sentence without a full stop. May have text of suppliers: escape it. @example "the feed answered 503" */
  readonly sentence: string;
  /** What to change or do: a sentence without a full stop. Absent: nothing is known to help. */
  readonly help?: string;
  /** The command to type next. Absent: none helps. @example "npx batchline rerun 20261123T030000-4f2a --tenant acme" */
  readonly command?: string;
  /** Others that help, in order. @default none */
  readonly moreCommands?: readonly string[];
  /** The stage. Absent: a cause of the whole run, or of tenants that were not planned. */
  readonly stage?: string;
  /** `file:line:column` of the stage's own error. */
  readonly where?: string;
  /** In order. */
  readonly tenants: readonly string[];
  /** The number of chunks. 0: it happened to no chunk, but to tenants or the run. */
  readonly chunks: number;
  /** When it happened first. */
  readonly at?: string;
  /** The chunk to look at: the first that it happened to. */
  readonly example?: CauseExample;
}

/** One stage of one chunk with the cause. */
export interface CauseExample {
  readonly tenant: string;
  readonly chunk: number;
  readonly stage: string;
  /** The reason in full, as the stage, Batch or ECS gave it. */
  readonly reason?: string;
  readonly exitCode?: number;
  /** Set when the stage's own failures were used up. */
  readonly givenUp?: true;
  /** How often the stage was started. */
  readonly attempts?: number;
  readonly jobId?: string;
  readonly logGroup?: string;
  readonly logStream?: string;
  /** Its last lines, oldest first, if they were read. */
  readonly logTail?: readonly string[];
}

/** The state that failed in a machine. */
export interface FailedState {
  readonly state: string;
  readonly error: string;
  readonly cause: string;
  /** JSON: the arguments of its task as they were evaluated, or its input. Cut after some thousand characters. */
  readonly input?: string;
  /** The last lines of its function, oldest first, if that died. */
  readonly logTail?: readonly string[];
}

/** All causes of a run. */
export interface RunCauses {
  readonly workflow: string;
  readonly runId: string;
  /** `ABORTED`: it was stopped. */
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  /** The whole in one sentence. @example "2 of 5 tenants failed, for one cause" */
  readonly headline: string;
  /** Those that failed first, then what holds work, then what was overcome; each by the number of chunks. */
  readonly causes: readonly Cause[];
  /** Set when the machine itself failed. */
  readonly failedState?: FailedState;
  /** What could not be asked, and why: the causes may lack it. */
  readonly unknown: readonly string[];
}
