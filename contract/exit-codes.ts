/**
 * What a stage's exit code tells AWS Batch. The codes are those of sysexits.h, so that a person who meets one
 * in a log can look it up. The job definitions' `evaluateOnExit` rules are made from this table.
 */
export const exitCode = {
  /** The chunk's stage is done, perhaps with item failures within the tenant's limit. */
  done: 0,
  /** EX_DATAERR: the tenant's data is at fault; trying again cannot help. */
  badData: 65,
  /** EX_TEMPFAIL: interrupted or a passing fault; try again. */
  tryAgain: 75,
  /** EX_CONFIG: the deployment is at fault; trying again cannot help. */
  badConfig: 78,
} as const;

/** Exit codes after which Batch must not try again. */
export const neverRetried: readonly number[] = [exitCode.badData, exitCode.badConfig];

/** How often a stage is tried when neither the workflow nor the stage says otherwise. Batch allows 1–10. */
export const defaultAttempts = 3;
