/** Error names that Step Functions itself uses, and any a service or function throws. */
export type ErrorName = (typeof statesErrors)[number] | (string & {});

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html; those of JSONPath are left out. */
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

/** When and how often to try a failed state again. */
export interface Retrier {
  /** Which errors this is for. */
  readonly errors: readonly [ErrorName, ...ErrorName[]];
  /** Seconds before the first retry, at least 1. @default 1 */
  readonly intervalSeconds?: number;
  /** How many retries, 0–99,999,999; 0 never retries these errors. @default 3 */
  readonly maxAttempts?: number;
  /** By what the interval is multiplied after each retry, at least 1. @default 2 */
  readonly backoffRate?: number;
  /** The longest interval in seconds, 1–31,622,400. */
  readonly maxDelaySeconds?: number;
  /** FULL waits a random time up to the interval, so that many failures at once do not all come back at once. @default "NONE" */
  readonly jitter?: "FULL" | "NONE";
}

/** The Retry field of a definition. */
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
