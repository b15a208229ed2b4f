import { longestWaitSeconds } from "./plan.ts";

/** From this age on, in seconds, a run may hang. It is as long as the next run would wait for it. */
export const longRunSeconds = longestWaitSeconds;

/** The stop function's input from the schedule that checks how old runs are, and ends what is dead. */
export interface AgeCheck {
  /** ARNs. */
  readonly stateMachines: readonly string[];
}

/** The line of the stop function's log that a check writes while something runs. CloudWatch makes a metric of it. */
export interface OldestRun {
  readonly oldestRunSeconds: number;
  /** ARN of its execution. */
  readonly execution: string;
}
