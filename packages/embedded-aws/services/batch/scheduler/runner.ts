import type { Outcome, Placement } from "./attempt.ts";
import type { Job } from "./job.ts";

/** Callbacks for one attempt. */
export interface AttemptReport {
  /** The attempt has an ECS task, whose container does not run yet. Called at most once, first. */
  placed(placement: Placement): void;
  /** The container runs. Called at most once. */
  started(placement?: Placement): void;
  /** The container ended or could not start. Called once, last. */
  ended(outcome: Outcome): void;
}

/** Runs containers: as processes, or as durations on a virtual clock. */
export interface Runner {
  /** Starts an attempt, numbered from 1, of a plain job or a child. May report at once. */
  start(job: Job, attempt: number, report: AttemptReport): void;
  /** Ends the attempt, by force if necessary. */
  kill(job: Job, attempt: number): void;
}
