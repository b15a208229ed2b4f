import type { SubmitJobRequest } from "@aws-sdk/client-batch";
import type { JobQueue } from "../queues/job-queues.ts";
import { clientException } from "./client-exception.ts";
import { checkVariables } from "./job-definition.ts";
import { checkName } from "./name.ts";
import { checkRetryStrategy, checkTimeout } from "./retry-and-timeout.ts";

/** https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const limits = { arraySize: 10_000, dependencies: 20, overrides: 8192, request: 30 * 1024 };

/** Throws ClientException for what Batch refuses in any queue and with any definition. */
export function checkSubmission(input: SubmitJobRequest): void {
  const refuse = (what: string) => {
    throw clientException(what);
  };
  checkName(input.jobName, "jobName");
  if (Buffer.byteLength(JSON.stringify(input)) > limits.request)
    refuse("Request size must be at most 30 KiB");
  const { arrayProperties, containerOverrides = {}, dependsOn = [] } = input;
  const { size = 0 } = arrayProperties ?? {};
  if (arrayProperties !== undefined && !(Number.isInteger(size) && size >= 2 && size <= limits.arraySize)) {
    refuse(`Array size must be between 2 and ${limits.arraySize}, not ${size}`);
  }
  if (dependsOn.length > limits.dependencies) {
    refuse(`Job cannot have more than ${limits.dependencies} dependencies`);
  }
  for (const { jobId, type } of dependsOn) {
    if (jobId === undefined && type !== "SEQUENTIAL") refuse("dependsOn.jobId is missing");
    if (type !== undefined && arrayProperties === undefined)
      refuse(`Only array jobs can have a dependency of type ${type}`);
  }
  if (JSON.stringify(containerOverrides).length > limits.overrides) {
    refuse(`Container Overrides length must be at most ${limits.overrides}`);
  }
  checkVariables(containerOverrides.environment);
  if (input.eksPropertiesOverride !== undefined) refuse("eksPropertiesOverride is not in the embedded AWS");
  checkRetryStrategy(input.retryStrategy);
  checkTimeout(input.timeout?.attemptDurationSeconds);
}

/** Throws ClientException unless a submission names a share exactly if its queue has a fair-share policy. */
export function checkShare(input: SubmitJobRequest, queue: JobQueue): void {
  const fairShare = queue.schedulingPolicyArn !== undefined;
  if (fairShare && input.shareIdentifier === undefined) {
    throw clientException(
      `job queue ${queue.jobQueueName} has a fair share policy: shareIdentifier is missing`,
    );
  }
  if (!fairShare && (input.shareIdentifier ?? input.schedulingPriorityOverride) !== undefined) {
    throw clientException(
      "Job with shareIdentifier or schedulingPriority can only be submitted to job queue with fair share scheduling policy.",
    );
  }
}
