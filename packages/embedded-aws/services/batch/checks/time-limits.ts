import type { JobStateTimeLimitAction } from "@aws-sdk/client-batch";
import { type Misfit, misfits } from "../scheduler/capacity.ts";
import { check, checkBetween } from "./client-exception.ts";

/** Batch's bounds on `maxTimeSeconds`. https://docs.aws.amazon.com/batch/latest/APIReference/API_JobStateTimeLimitAction.html */
const limits = [600, 86_400] as const;

/** Batch's other reasons. They never occur here: instances are always available. */
const neverHere = [
  "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
  "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED",
];

/**
 * Milliseconds by the reason why a job blocks its queue. Throws ClientException for an invalid reason, action or time.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_time_limit_actions.html
 */
export function timeLimits(
  actions: readonly JobStateTimeLimitAction[] = [],
): Readonly<Partial<Record<Misfit, number>>> {
  const times: Partial<Record<Misfit, number>> = {};
  const known = [...neverHere, ...Object.keys(misfits)];
  const reasons = new Set(actions.map(({ reason }) => reason));
  check(reasons.size === actions.length, "Duplicate job state limit actions are not allowed.");
  for (const { action, maxTimeSeconds, reason = "" } of actions) {
    check(action === "CANCEL", "Invalid job action. Valid job actions: [CANCEL]");
    const [least, most] = limits;
    checkBetween(maxTimeSeconds, limits, `maxTimeSeconds must be between ${least} and ${most}.`);
    check(
      known.includes(reason),
      `jobStateTimeLimitActions.reason must be one of ${known.join(", ")}, not ${reason}`,
    );
    if (isMisfit(reason)) times[reason] = (maxTimeSeconds ?? 0) * 1000;
  }
  return times;
}

function isMisfit(reason: string): reason is Misfit {
  return Object.hasOwn(misfits, reason);
}
