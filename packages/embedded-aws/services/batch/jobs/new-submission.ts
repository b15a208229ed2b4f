import { randomUUID } from "node:crypto";
import type {
  ContainerProperties,
  JobDefinition,
  JobQueueDetail,
  SubmitJobRequest,
} from "@aws-sdk/client-batch";
import { accountId } from "../../../host/identity/principal.ts";
import { clientException } from "../checks/client-exception.ts";
import { checkName } from "../checks/name.ts";
import type { ConsumableResources } from "../consumable-resources/consumable-resources.ts";
import { overridden, resourcesOf, substituted } from "../job-definitions/container-properties.ts";
import { checkRetryStrategy, checkTimeout } from "../job-definitions/job-definitions.ts";
import { overriddenNodes } from "../multi-node/node-properties.ts";
import type { Resources } from "../scheduler/capacity.ts";
import type { JobRequest } from "../scheduler/job.ts";
import type { ExitRule } from "../scheduler/retry.ts";
import type { Submission } from "./submission.ts";

/** https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const limits = { arraySize: 10_000, dependencies: 20, overrides: 8192, request: 30 * 1024 };

/** Throws ClientException for what Batch refuses of a submission, whatever the queue and the definition. */
export function checkSubmission(input: SubmitJobRequest, requestId: string): void {
  const refuse = (what: string) => {
    throw clientException(what, requestId);
  };
  checkName(input.jobName, "jobName", requestId);
  if (Buffer.byteLength(JSON.stringify(input)) > limits.request)
    refuse("Request size must be at most 30 KiB");
  const size = input.arrayProperties && (input.arrayProperties.size ?? 0);
  if (size !== undefined && !(Number.isInteger(size) && size >= 2 && size <= limits.arraySize)) {
    refuse(`Array size must be between 2 and ${limits.arraySize}, not ${size}`);
  }
  const dependencies = input.dependsOn ?? [];
  if (dependencies.length > limits.dependencies) {
    refuse(`Job cannot have more than ${limits.dependencies} dependencies`);
  }
  for (const { jobId, type } of dependencies) {
    if (jobId === undefined && type !== "SEQUENTIAL") refuse("dependsOn.jobId is missing");
    if (type !== undefined && size === undefined)
      refuse(`Only array jobs can have a dependency of type ${type}`);
  }
  if (JSON.stringify(input.containerOverrides ?? {}).length > limits.overrides) {
    refuse(`Container Overrides length must be at most ${limits.overrides}`);
  }
  for (const { name } of input.containerOverrides?.environment ?? []) {
    if (name?.startsWith("AWS_BATCH"))
      refuse(`Environment variable ${name} starts with AWS_BATCH, which is reserved.`);
  }
  if (input.eksPropertiesOverride !== undefined) refuse("eksPropertiesOverride is not in the embedded AWS");
  checkRetryStrategy(input.retryStrategy, requestId);
  checkTimeout(input.timeout?.attemptDurationSeconds, requestId);
}

/** Throws ClientException when a share identifier is missing from a fair-share queue or given to any other. */
export function checkShare(input: SubmitJobRequest, queue: JobQueueDetail, requestId: string): void {
  const fairShare = queue.schedulingPolicyArn !== undefined;
  if (fairShare && input.shareIdentifier === undefined) {
    throw clientException(
      `job queue ${queue.jobQueueName} has a fair share policy: shareIdentifier is missing`,
      requestId,
    );
  }
  if (!fairShare && (input.shareIdentifier ?? input.schedulingPriorityOverride) !== undefined) {
    throw clientException(
      "Job with shareIdentifier or schedulingPriority can only be submitted to job queue with fair share scheduling policy.",
      requestId,
    );
  }
}

/** A checked submission, with a new id, as it is kept and as the scheduler takes it. */
export function newSubmission(
  input: SubmitJobRequest,
  queue: JobQueueDetail,
  definition: JobDefinition,
  resources: ConsumableResources,
  requestId: string,
): { readonly submission: Submission; readonly request: JobRequest } {
  const id = randomUUID();
  const parameters = { ...definition.parameters, ...input.parameters };
  const withParameters = (merged: ContainerProperties) => ({
    ...merged,
    command: substituted(merged.command ?? [], parameters, requestId),
  });
  const nodes = definition.type === "multinode" ? nodesOf(input, definition, withParameters) : undefined;
  const container =
    nodes?.containers[nodes.mainNode] ??
    withParameters(overridden(definition.containerProperties ?? {}, input.containerOverrides));
  const priority = input.schedulingPriorityOverride ?? definition.schedulingPriority ?? 0;
  const consumables = resources.consumptions(
    input.consumableResourcePropertiesOverride ?? definition.consumableResourceProperties,
    requestId,
  );
  const queueArn = queue.jobQueueArn ?? "";
  const region = queueArn.split(":")[3];
  const retry = input.retryStrategy ?? definition.retryStrategy;
  const timeoutSeconds = (input.timeout ?? definition.timeout)?.attemptDurationSeconds;
  return {
    submission: {
      jobName: input.jobName ?? "",
      jobArn: `arn:aws:batch:${region}:${accountId}:job/${id}`,
      queueArn,
      definition,
      request: input,
      parameters,
      container,
      ...(nodes && { nodes }),
    },
    request: {
      id,
      queue: queue.jobQueueName ?? "",
      ...(nodes === undefined ? resourcesOf(container) : gang(nodes.containers.map(resourcesOf))),
      dependsOn: (input.dependsOn ?? []).map(({ jobId, type }) => ({
        ...(jobId !== undefined && { jobId }),
        ...(type !== undefined && { type }),
      })),
      ...(consumables.length > 0 && { consumables }),
      ...(input.shareIdentifier !== undefined && { share: input.shareIdentifier, priority }),
      ...(input.arrayProperties?.size !== undefined && { arraySize: input.arrayProperties.size }),
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
      ...(retry !== undefined && {
        retry: { attempts: retry.attempts ?? 1, evaluateOnExit: (retry.evaluateOnExit ?? []).map(exitRule) },
      }),
    },
  };
}

function nodesOf(
  input: SubmitJobRequest,
  definition: JobDefinition,
  complete: (container: ContainerProperties) => ContainerProperties,
): NonNullable<Submission["nodes"]> {
  const { properties, containers } = overriddenNodes(definition.nodeProperties, input.nodeOverrides);
  return { properties, mainNode: properties.mainNode ?? 0, containers: containers.map(complete) };
}

/** What nodes that are placed all at once take together. */
function gang(nodes: readonly Resources[]) {
  return {
    nodes,
    vcpus: nodes.reduce((sum, { vcpus }) => sum + vcpus, 0),
    memoryMiB: nodes.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0),
    gpus: nodes.reduce((sum, { gpus = 0 }) => sum + gpus, 0),
  };
}

function exitRule(rule: { [K in keyof ExitRule]?: string | undefined }): ExitRule {
  const { action, onExitCode, onReason, onStatusReason } = rule;
  return {
    action: action ?? "RETRY",
    ...(onExitCode !== undefined && { onExitCode }),
    ...(onReason !== undefined && { onReason }),
    ...(onStatusReason !== undefined && { onStatusReason }),
  };
}
