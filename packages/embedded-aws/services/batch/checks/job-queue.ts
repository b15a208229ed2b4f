import type { CreateJobQueueRequest } from "@aws-sdk/client-batch";
import { clientException } from "./client-exception.ts";
import { timeLimits } from "./time-limits.ts";

/** https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const maxEnvironments = 3;

/** Throws ClientException for invalid time limits, or unless the queue has one to three environments. */
export function checkJobQueue(name: string, spec: CreateJobQueueRequest): void {
  const { length } = spec.computeEnvironmentOrder ?? [];
  if (length < 1 || length > maxEnvironments) {
    throw clientException(
      `job queue ${name} must have 1 to ${maxEnvironments} compute environments, not ${length}`,
    );
  }
  timeLimits(spec.jobStateTimeLimitActions);
}
