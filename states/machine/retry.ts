/** Error names that Step Functions itself uses, and any a service or function throws. */
export type ErrorName =
  | "States.ALL"
  | "States.Timeout"
  | "States.HeartbeatTimeout"
  | "States.TaskFailed"
  | "States.Permissions"
  | "States.QueryEvaluationError"
  | (string & {});

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
