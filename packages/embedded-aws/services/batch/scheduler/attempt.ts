/** Where an attempt runs. DescribeJobs shows it. */
export interface Placement {
  readonly taskArn?: string;
  readonly containerInstanceArn?: string;
  readonly logStreamName?: string;
}

/** How a container ended. */
export interface Outcome {
  /** Absent if no process started, or if its host is gone. */
  readonly exitCode?: number;
  /** ECS's reason, for example `OutOfMemoryError: Container killed due to memory usage`. */
  readonly reason?: string;
  /** Batch's reason. @default "Essential container in task exited" */
  readonly statusReason?: string;
}

/** Why a container was stopped. */
export interface Stop {
  readonly cause: "terminated" | "timeout" | "reclaimed";
  readonly statusReason: string;
}

export interface Attempt extends Placement, Outcome {
  /** From 1. */
  readonly number: number;
  /** Name of the compute environment. */
  readonly environment: string;
  /** When the container started, epoch milliseconds. Absent if it never did. */
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly stop?: Stop;
}

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type MutableAttempt = Mutable<Attempt>;
