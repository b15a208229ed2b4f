import type { Job, Outcome, Placement } from "./job.ts";

/** How a runner tells what became of an attempt. */
export interface AttemptReport {
  /** The container runs. At most once. */
  started(placement?: Placement): void;
  /** It ended, or could not be started. Exactly once, and last. */
  ended(outcome: Outcome): void;
}

/** What runs containers: real processes, or durations on a virtual clock. */
export interface Runner {
  /** Starts one attempt, numbered from 1, at a plain job or a child. May report at once. */
  start(job: Job, attempt: number, report: AttemptReport): void;
  /** Asks the attempt to end, and sees to it that it does. */
  kill(job: Job, attempt: number): void;
}
