/**
 * Exit codes of a stage, from sysexits.h. The `evaluateOnExit` rules of job definitions follow from this table.
 * https://man7.org/linux/man-pages/man3/sysexits.h.3head.html
 */
export const exitCode = {
  /** The stage is done. Failed items are within the tenant's limit. */
  done: 0,
  /** EX_DATAERR: the tenant's data is wrong. A retry cannot help. */
  badData: 65,
  /** EX_TEMPFAIL: a temporary failure. Retry. */
  tryAgain: 75,
  /** EX_CONFIG: the deployment is wrong. A retry cannot help. */
  badConfig: 78,
  /** 128 + SIGABRT: V8 ends a process whose JavaScript heap is full so, and a native library that finds an error in itself. */
  heapFull: 134,
  /** 128 + SIGTERM: stopped, for example by a Spot reclaim. Retry. It does not count as a failure of the stage. */
  interrupted: 143,
} as const;

/** Exit codes that Batch must not retry. */
export const neverRetried: readonly number[] = [exitCode.badData, exitCode.badConfig];

/**
 * The exit code of a job that has failed as often as it may. Not a code of its own: with one more rule of
 * `evaluateOnExit`, the provider would replace deployed job definitions.
 */
export const failedForGood: number = exitCode.badData;

/** Failures of its own after which a job that declares no attempts ends. */
export const defaultAttempts = 3;

/** Most times that Batch starts a job. A start that a Spot reclaim ends counts, too. https://docs.aws.amazon.com/batch/latest/APIReference/API_RetryStrategy.html */
export const mostStarts = 10;
