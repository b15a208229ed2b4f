import { exitCode, neverRetried } from "../../contract/exit-codes.ts";
import { outOfMemoryReason } from "../../contract/out-of-memory.ts";

/** A rule of `evaluateOnExit`, as a state machine spells it. Batch allows a job five. */
export interface RetryRule {
  readonly Action: "RETRY" | "EXIT";
  readonly OnStatusReason?: string;
  readonly OnReason?: string;
  readonly OnExitCode?: string;
}

/**
 * When Batch starts a job again: after a reclaimed instance, but not after the exit codes of `neverRetried`. Without a rule it does, while
 * attempts are left. https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html
 */
export const retryRules: readonly RetryRule[] = [
  { Action: "RETRY", OnStatusReason: "Host EC2*" },
  ...neverRetried.map((code) => ({ Action: "EXIT" as const, OnExitCode: String(code) })),
];

/** The same for a stage that gets more memory: the same memory would not do the next time. */
export const growingRetryRules: readonly RetryRule[] = [
  ...retryRules,
  { Action: "EXIT", OnReason: `${outOfMemoryReason}*` },
  { Action: "EXIT", OnExitCode: String(exitCode.heapFull) },
];
