/**
 * Exit codes of a stage, from sysexits.h. The `evaluateOnExit` rules of job definitions follow from this table.
 * https://man7.org/linux/man-pages/man3/sysexits.h.3head.html
 */
export const exitCode = {
  /** The stage is done. Failed items are within the tenant's limit. */
  done: 0,
  /** EX_DATAERR: the tenant's data is wrong. A retry cannot help. */
  badData: 65,
  /** EX_TEMPFAIL: an interruption or a temporary failure. Retry. */
  tryAgain: 75,
  /** EX_CONFIG: the deployment is wrong. A retry cannot help. */
  badConfig: 78,
} as const;

/** Exit codes that Batch must not retry. */
export const neverRetried: readonly number[] = [exitCode.badData, exitCode.badConfig];

/** Attempts at a stage that declares none. */
export const defaultAttempts = 3;
