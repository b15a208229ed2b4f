import type { Misfit, Resources } from "./capacity.ts";
import type { Consumption } from "./consumables.ts";
import type { RetryStrategy } from "./retry.ts";

/** In the order in which a job passes them. An array's parent is only ever SUBMITTED, PENDING, SUCCEEDED or FAILED. */
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

/** What a job waits for. */
export interface Dependency {
  /** The job, array job or single child (`<id>:<index>`) waited for; absent only with SEQUENTIAL. */
  readonly jobId?: string;
  /**
   * Absent: all of that job. `N_TO_N`: each child waits for the child of the same index in that array. `SEQUENTIAL`
   * without a `jobId`: each child waits for the one before it.
   */
  readonly type?: "N_TO_N" | "SEQUENTIAL";
}

/** What the scheduler needs to know of a submission; what the container is, it need not know. */
export interface JobRequest extends Resources {
  /** Chosen by the caller, unique, without a colon. */
  readonly id: string;
  readonly queue: string;
  /**
   * What each node of a multi-node parallel job takes; the job's own vCPUs and memory are their sums, so that all nodes are
   * placed at once or none. Absent for any other job.
   */
  readonly nodes?: readonly Resources[];
  /** What an attempt of a job, or of each child, takes of consumable resources: none by default. */
  readonly consumables?: readonly Consumption[];
  /** The share identifier, in a queue with a fair-share policy. */
  readonly share?: string;
  /** Within its share a job of higher priority comes first. @default 0 */
  readonly priority?: number;
  /** 2…10,000; absent for a plain job. */
  readonly arraySize?: number;
  /** At most 20. */
  readonly dependsOn?: readonly Dependency[];
  readonly retry?: RetryStrategy;
  /** How long one attempt of a job, or of a child, may run. Absent: for ever. */
  readonly timeoutSeconds?: number;
}

/** Where an attempt runs, as the runner reports it; shown by DescribeJobs. */
export interface Placement {
  readonly taskArn?: string;
  readonly containerInstanceArn?: string;
  readonly logStreamName?: string;
}

/** How a container ended. */
export interface Outcome {
  /** Absent when there never was a process, or its host is gone. */
  readonly exitCode?: number;
  /** ECS's words about the container, for example `OutOfMemoryError: Container killed due to memory usage`. */
  readonly reason?: string;
  /** Batch's words about the attempt; `Essential container in task exited` by default. */
  readonly statusReason?: string;
}

/** Why a container was told to stop before it ended by itself. */
export interface Stop {
  readonly cause: "terminated" | "timeout" | "reclaimed";
  readonly statusReason: string;
}

/** One try at running a job. */
export interface Attempt extends Placement, Outcome {
  /** From 1. */
  readonly number: number;
  /** The name of the compute environment that it occupies. */
  readonly environment: string;
  /** When the container ran, epoch milliseconds; absent when it never did. */
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly stop?: Stop;
}

/** A job, an array job or a child of one, as the scheduler shows it to others. */
export interface Job {
  readonly id: string;
  readonly request: JobRequest;
  /** Only on a child: its place in the array, from 0. */
  readonly index?: number;
  /** Only on a node of a multi-node parallel job: its place among them, from 0. */
  readonly node?: number;
  /** Only on an array job. */
  readonly children?: readonly Job[];
  /** Only on an array job: how many children are in each status. */
  readonly statusSummary?: Readonly<Record<JobStatus, number>>;
  readonly status: JobStatus;
  readonly statusReason?: string;
  /** Epoch milliseconds, as are the others. */
  readonly createdAt: number;
  /** When the latest attempt started to run; of an array, when its first child did. */
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly attempts: readonly Attempt[];
  readonly isCancelled: boolean;
  readonly isTerminated: boolean;
}

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type MutableAttempt = Mutable<Attempt>;

/** The scheduler's own view of a job. */
export interface ScheduledJob extends Mutable<Omit<Job, "children" | "attempts" | "statusSummary">> {
  /** Place in the order of submission; an array's children follow each other by index. */
  readonly sequence: number;
  readonly parent?: ScheduledJob;
  readonly children?: ScheduledJob[];
  readonly statusSummary?: Record<JobStatus, number>;
  readonly attempts: MutableAttempt[];
  /** How many jobs it still waits for; a child counts its parent's wait as one. */
  waitingFor: number;
  /** Jobs that wait for this one. */
  dependents: ScheduledJob[];
  /** Why it will have failed, where that is known before it ends: cancelled while PENDING, or an array as a whole. */
  failure?: string;
  /** Why it blocks its queue, where no environment can ever run it. */
  misfit?: Misfit;
}

export function isFinal(status: JobStatus): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}
