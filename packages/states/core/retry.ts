/** An error name of Step Functions, of a service or of a function. */
export type ErrorName = (typeof statesErrors)[number] | (string & {});

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html, without the errors of JSONPath. */
export const statesErrors = [
  "States.ALL",
  "States.BranchFailed",
  "States.DataLimitExceeded",
  "States.ExceedToleratedFailureThreshold",
  "States.HeartbeatTimeout",
  "States.Http.Socket",
  "States.ItemReaderFailed",
  "States.NoChoiceMatched",
  "States.Permissions",
  "States.QueryEvaluationError",
  "States.ResultWriterFailed",
  "States.Runtime",
  "States.TaskFailed",
  "States.Timeout",
] as const;

/** When and how often to retry a failed state. */
export interface Retrier {
  readonly errors: readonly [ErrorName, ...ErrorName[]];
  /** Seconds before the first retry, at least 1. @default 1 */
  readonly intervalSeconds?: number;
  /** The maximum number of retries, 0–99,999,999. 0 never retries these errors. @default 3 */
  readonly maxAttempts?: number;
  /** The factor by which the interval grows after each retry, at least 1. @default 2 */
  readonly backoffRate?: number;
  /** The longest interval in seconds, 1–31,622,400. @default no limit */
  readonly maxDelaySeconds?: number;
  /** FULL waits a random time up to the interval, so that many failures do not retry at once. @default "NONE" */
  readonly jitter?: "FULL" | "NONE";
}

export function retryField(retriers: readonly Retrier[]) {
  return retriers.map(({ errors, intervalSeconds, maxAttempts, backoffRate, maxDelaySeconds, jitter }) => ({
    ErrorEquals: errors,
    ...(intervalSeconds !== undefined && { IntervalSeconds: intervalSeconds }),
    ...(maxAttempts !== undefined && { MaxAttempts: maxAttempts }),
    ...(backoffRate !== undefined && { BackoffRate: backoffRate }),
    ...(maxDelaySeconds !== undefined && { MaxDelaySeconds: maxDelaySeconds }),
    ...(jitter !== undefined && { JitterStrategy: jitter }),
  }));
}

/** Options of the states that retry all of their contents. */
export interface RetryOptions {
  /** When to run all of it again. @default never */
  readonly retry?: readonly Retrier[];
  /** Shown in the console. */
  readonly comment?: string;
}
