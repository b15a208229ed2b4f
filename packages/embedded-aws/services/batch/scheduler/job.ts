import type { Attempt, Mutable, MutableAttempt } from "./attempt.ts";
import type { Misfit, Resources } from "./capacity.ts";
import type { Consumption } from "./consumables.ts";
import type { RetryStrategy } from "./retry.ts";

/** In order. An array's parent is SUBMITTED, PENDING, SUCCEEDED or FAILED only. */
export const jobStatuses = [
  "SUBMITTED",
  "PENDING",
  "RUNNABLE",
  "STARTING",
  "RUNNING",
  "SUCCEEDED",
  "FAILED",
] as const;
export type JobStatus = (typeof jobStatuses)[number];

export interface Dependency {
  /** A job, array job or child (`<id>:<index>`). Absent only with SEQUENTIAL. */
  readonly jobId?: string;
  /**
   * Absent: the whole job. `N_TO_N`: each child waits for the child of the same index in that array. `SEQUENTIAL` without a
   * `jobId`: each child waits for the one before it.
   */
  readonly type?: "N_TO_N" | "SEQUENTIAL";
}

/** A submission, as far as the scheduler needs it. */
export interface JobRequest extends Resources {
  /** Chosen by the caller, unique, without a colon. */
  readonly id: string;
  readonly queue: string;
  /**
   * What each node of a multi-node parallel job takes. The job's own vCPUs and memory are the sums: all nodes are placed at
   * once. Absent for other jobs.
   */
  readonly nodes?: readonly Resources[];
  /** Consumable resources that an attempt of a job, or of each child, takes. @default none */
  readonly consumables?: readonly Consumption[];
  /** Share identifier, in a queue with a fair-share policy. */
  readonly share?: string;
  /** Within its share a job of higher priority comes first. @default 0 */
  readonly priority?: number;
  /** 2–10,000. Absent for a plain job. */
  readonly arraySize?: number;
  /** At most 20. */
  readonly dependsOn?: readonly Dependency[];
  readonly retry?: RetryStrategy;
  /** Limit of one attempt of a job or child. @default unlimited */
  readonly timeoutSeconds?: number;
}

/** A job, an array job or a child. */
export interface Job {
  readonly id: string;
  readonly request: JobRequest;
  /** Only on a child: its index in the array, from 0. */
  readonly index?: number;
  /** Only on a node of a multi-node parallel job: its index, from 0. */
  readonly node?: number;
  /** Only on an array job. */
  readonly children?: readonly Job[];
  /** Only on an array job: number of children in each status. */
  readonly statusSummary?: Readonly<Record<JobStatus, number>>;
  readonly status: JobStatus;
  readonly statusReason?: string;
  /** Epoch milliseconds, as the other times. */
  readonly createdAt: number;
  /** When the latest attempt started; for an array, when its first child did. */
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly attempts: readonly Attempt[];
  readonly isCancelled: boolean;
  readonly isTerminated: boolean;
}

/** What changes while a job, child or node lives. */
export type JobState = Pick<
  Job,
  | "status"
  | "statusReason"
  | "createdAt"
  | "startedAt"
  | "stoppedAt"
  | "attempts"
  | "isCancelled"
  | "isTerminated"
>;

/** The scheduler's own view of a job. */
export interface ScheduledJob extends Mutable<Omit<Job, "children" | "attempts" | "statusSummary">> {
  /** Place in the order of submission. An array's children follow each other by index. */
  readonly sequence: number;
  readonly parent?: ScheduledJob;
  readonly children?: ScheduledJob[];
  readonly statusSummary?: Record<JobStatus, number>;
  readonly attempts: MutableAttempt[];
  /** Number of jobs that it waits for. A child counts its parent's wait as one. */
  waitingFor: number;
  /** Jobs that wait for this one. */
  dependents: ScheduledJob[];
  /** Reason of a failure that is known before the end: cancelled while PENDING, or an array as a whole. */
  failure?: string;
  /** When it last became RUNNABLE. */
  runnableAt?: number;
  /** Why no environment can ever run it, so that it blocks its queue. */
  misfit?: Misfit;
}

export function hasContainer(status: JobStatus): boolean {
  return status === "STARTING" || status === "RUNNING";
}

export function isFinal(status: JobStatus): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}
