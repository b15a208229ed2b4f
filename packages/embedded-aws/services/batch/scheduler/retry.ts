import { globMatches } from "../glob.ts";
import type { Outcome } from "./attempt.ts";

/** A rule of `evaluateOnExit`. All its conditions must hold. */
export interface ExitRule {
  /** Glob over the attempt's status reason. Only a `*` at the end is special. */
  readonly onStatusReason?: string;
  /** Glob over the container's reason. */
  readonly onReason?: string;
  /** Glob over the decimal exit code. */
  readonly onExitCode?: string;
  /** RETRY or EXIT, in either case. */
  readonly action: string | undefined;
}

/** https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html */
export interface RetryStrategy {
  /** 1–10. @default 1 */
  readonly attempts?: number;
  /** At most 5. The first match decides. */
  readonly evaluateOnExit?: readonly ExitRule[];
}

/** Whether a job is retried after its attempt number `attempt` failed. Without a matching rule it is. */
export function isRetried(strategy: RetryStrategy | undefined, attempt: number, outcome: Outcome): boolean {
  if (attempt >= (strategy?.attempts ?? 1)) return false;
  const rule = strategy?.evaluateOnExit?.find((candidate) => applies(candidate, outcome));
  return rule?.action?.toUpperCase() !== "EXIT";
}

function applies(rule: ExitRule, { statusReason, reason, exitCode }: Outcome): boolean {
  const { onStatusReason = "*", onReason = "*", onExitCode = "*" } = rule;
  return (
    globMatches(onStatusReason, statusReason) &&
    globMatches(onReason, reason) &&
    globMatches(onExitCode, exitCode?.toString())
  );
}
