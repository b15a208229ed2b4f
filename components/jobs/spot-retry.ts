import { defaultAttempts, mostStarts } from "../../contract/exit-codes.ts";
import { retryRules } from "../../workflow-kit/at-deploy/retry-rules.ts";
import type { EnvironmentArgs } from "../compute/compute-environment.ts";
import type { Statement } from "../policy-document.ts";

/** Attempts of a job. */
interface Attempts {
  /** Most attempts by Batch. */
  readonly attempts: number;
  /** Failures of its own after which its container ends the job; undefined if Batch's count is the limit. */
  readonly ownFailures?: number;
}

/**
 * Batch counts every start of a job, also one that a reclaim ends. So on Spot a job gets all starts that Batch allows. Its
 * container ends it after the declared number of failures of its own: workflow-kit/at-run/own-failures.ts.
 * @param environments Of the job's queue. Unknown ones may be on Spot.
 */
export function attemptsIn(
  environments: readonly EnvironmentArgs[] | undefined,
  declared: number = defaultAttempts,
): Attempts {
  const onSpot = environments?.some(({ purchase }) => purchase === "spot") ?? true;
  return onSpot ? { attempts: mostStarts, ownFailures: declared } : { attempts: declared };
}

/** The right to count them. IAM supports no narrower resource; a job's id, which is random, is needed to see it. */
export const countsAttempts: Statement = { Effect: "Allow", Action: "batch:DescribeJobs", Resource: "*" };

/** The retry strategy of a job definition, by the rules of `retryRules`. Another number of rules makes the provider replace deployed job definitions. */
export function retryStrategy(attempts: number) {
  const evaluateOnExits = retryRules.map(({ Action: action, OnStatusReason, OnExitCode }) => ({
    action,
    ...(OnStatusReason !== undefined && { onStatusReason: OnStatusReason }),
    ...(OnExitCode !== undefined && { onExitCode: OnExitCode }),
  }));
  return { attempts, evaluateOnExits };
}
