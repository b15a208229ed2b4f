import type { SubmitJobRequest } from "@aws-sdk/client-batch";
import { arraySizes } from "@batchline/aws-facts";
import { checkConsumables } from "../consumable-resources/consumable-resources.ts";
import type { ComputeEnvironment } from "../environments/compute-environments.ts";
import type { JobDefinition } from "../job-definitions/job-definitions.ts";
import type { JobQueue } from "../queues/job-queues.ts";
import { checkShareIdentifier } from "../queues/scheduling-policies.ts";
import { check, checkBetween, checkName, checkState, notEmulated } from "./client-exception.ts";
import { checkRequirements, checkVariables } from "./container.ts";
import { checkPriority, checkRetryAndTimeout } from "./job-definition.ts";
import { checkTags } from "./tags.ts";

/** https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const limits = { dependencies: 20, overrides: 8192, request: 30 * 1024 };

/** Throws ClientException for what Batch refuses in any queue and with any definition. */
export function checkSubmission(input: SubmitJobRequest): void {
  const { arrayProperties, containerOverrides = {}, dependsOn = [] } = input;
  checkName(input.jobName, "Job");
  const requestSize = Buffer.byteLength(JSON.stringify(input));
  // The words of https://github.com/ASFHyP3/hyp3/issues/3041
  const tooLong = `Job size must be less than 30 KiB, got ${Math.round(requestSize / 1024)} KiB`;
  check(requestSize <= limits.request, tooLong);
  checkTags(input.tags);
  const { least, most } = arraySizes;
  if (arrayProperties !== undefined)
    checkBetween(arrayProperties.size ?? 0, [least, most], `Array size must be between ${least} and ${most}`);
  const tooMany = `Job cannot have more than ${limits.dependencies} dependencies`;
  check(dependsOn.length <= limits.dependencies, tooMany);
  for (const { jobId, type } of dependsOn) {
    check(jobId !== undefined || type === "SEQUENTIAL", "dependsOn.jobId is missing");
    const arrayOnly = `Only array jobs can have a dependency of type ${type}`;
    check(type === undefined || arrayProperties !== undefined, arrayOnly);
  }
  check(
    JSON.stringify(containerOverrides).length <= limits.overrides,
    `Container Overrides length must be at most ${limits.overrides}`,
  );
  checkVariables(containerOverrides.environment);
  checkRequirements(containerOverrides.resourceRequirements);
  notEmulated("containerOverrides.instanceType", containerOverrides.instanceType);
  notEmulated("ecsPropertiesOverride", input.ecsPropertiesOverride);
  notEmulated("eksPropertiesOverride", input.eksPropertiesOverride);
  checkRetryAndTimeout(input);
  if (input.shareIdentifier !== undefined) checkShareIdentifier(input.shareIdentifier);
  checkPriority(input.schedulingPriorityOverride);
  checkConsumables(input.consumableResourcePropertiesOverride);
}

/**
 * Throws ClientException unless a job has a share and a priority exactly if its queue has a fair-share policy. The words,
 * and that RequestId and `Error executing request` are not among them, are those of AWS:
 * https://github.com/boto/boto3/issues/3158 https://github.com/hashicorp/terraform-provider-aws/issues/31226
 * https://github.com/duplocloud/duploctl/pull/168
 */
export function checkShare(input: SubmitJobRequest, queue: JobQueue, definition: JobDefinition): void {
  const { shareIdentifier, schedulingPriorityOverride = definition.schedulingPriority } = input;
  if (queue.schedulingPolicyArn !== undefined) {
    checkState(shareIdentifier !== undefined, "shareIdentifier must be specified.");
    checkState(
      schedulingPriorityOverride !== undefined,
      "Either schedulingPriority in job definition or schedulingPriorityOverride is required.",
    );
  } else {
    checkState(
      shareIdentifier === undefined && schedulingPriorityOverride === undefined,
      "Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair share scheduling policy.",
    );
  }
}

/**
 * Throws ClientException for a multi-node parallel job as an array, with overrides for one container, or on Spot or Fargate.
 * Throws it also for any other job with overrides for nodes.
 * https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html
 */
export function checkMultiNode(
  input: SubmitJobRequest,
  definition: JobDefinition,
  environments: readonly ComputeEnvironment[],
): void {
  if (definition.type !== "multinode") {
    const nodesOnly = "Node overrides can only be set for a job definition of type multinode.";
    check(input.nodeOverrides === undefined, nodesOnly);
    return;
  }
  check(input.arrayProperties === undefined, "A multi-node parallel job cannot be an array job.");
  // As AWS puts it for ecsProperties jobs. nodeOverrides and containerOverrides exclude each other: apache/airflow#25522.
  const notOne = "Container overrides should not be set for multi-node parallel jobs.";
  check(input.containerOverrides === undefined, notOne);
  const ranges = definition.nodeProperties?.nodeRangeProperties?.map(({ targetNodes }) => targetNodes);
  for (const { targetNodes } of input.nodeOverrides?.nodePropertyOverrides ?? []) {
    // https://github.com/aws/aws-parallelcluster/pull/964
    const other = `NodeOverride targets should match job definition. Non matching targets - ${targetNodes}`;
    check(ranges?.includes(targetNodes) === true, other);
  }
  for (const { computeEnvironmentName, computeResources } of environments) {
    const { type = "EC2" } = computeResources ?? {};
    check(
      type === "EC2",
      `Multi-node parallel jobs are not supported on compute environments of type ${type}: ${computeEnvironmentName}.`,
    );
  }
}
