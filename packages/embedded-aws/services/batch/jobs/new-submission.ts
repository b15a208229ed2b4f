import { randomUUID } from "node:crypto";
import type { ContainerProperties, SubmitJobRequest } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import { accountId } from "../../../host/identity/principal.ts";
import type { ConsumableResources } from "../consumable-resources/consumable-resources.ts";
import { overridden, resourcesOf, substituted } from "../job-definitions/container-properties.ts";
import type { JobDefinition } from "../job-definitions/job-definitions.ts";
import { overriddenNodes } from "../multi-node/node-properties.ts";
import type { JobQueue } from "../queues/job-queues.ts";
import type { Resources } from "../scheduler/capacity.ts";
import type { JobRequest } from "../scheduler/job.ts";
import type { ExitRule } from "../scheduler/retry.ts";
import type { Submission } from "./submission.ts";

/** A checked submission with a new id, and the request for the scheduler. */
export function newSubmission(
  input: SubmitJobRequest,
  queue: JobQueue,
  definition: JobDefinition,
  resources: ConsumableResources,
): { readonly submission: Submission; readonly request: JobRequest } {
  const id = randomUUID();
  const parameters = { ...definition.parameters, ...input.parameters };
  const withParameters = (container: ContainerProperties) => ({
    ...container,
    command: substituted(container.command, parameters),
  });
  const containers = containersOf(input, definition, withParameters);
  const priority = input.schedulingPriorityOverride ?? definition.schedulingPriority ?? 0;
  const consumables = resources.consumptions(
    input.consumableResourcePropertiesOverride ?? definition.consumableResourceProperties,
  );
  const { jobQueueArn: queueArn } = queue;
  const retry = input.retryStrategy ?? definition.retryStrategy;
  const timeoutSeconds = (input.timeout ?? definition.timeout)?.attemptDurationSeconds;
  return {
    submission: {
      jobName: must(input.jobName, "checkSubmission checks the name"),
      jobArn: `arn:aws:batch:${queueArn.split(":")[3]}:${accountId}:job/${id}`,
      queueArn,
      definition,
      request: input,
      parameters,
      ...containers,
    },
    request: {
      id,
      queue: queue.jobQueueName,
      ...(containers.nodes === undefined
        ? resourcesOf(containers.container)
        : gang(containers.nodes.containers.map(resourcesOf))),
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

function containersOf(
  input: SubmitJobRequest,
  definition: JobDefinition,
  complete: (container: ContainerProperties) => ContainerProperties,
): Pick<Submission, "container" | "nodes"> {
  if (definition.type !== "multinode") {
    const container = must(definition.containerProperties, "a definition of type container has one");
    return { container: complete(overridden(container, input.containerOverrides)) };
  }
  const nodes = overriddenNodes(definition.nodeProperties, input.nodeOverrides);
  const containers = nodes.containers.map(complete);
  const container = must(containers[nodes.mainNode], "the main node is one of the nodes");
  return { container, nodes: { ...nodes, containers } };
}

/** The sum of nodes, which are placed all at once. */
function gang(nodes: readonly Resources[]) {
  return {
    nodes,
    vcpus: nodes.reduce((sum, { vcpus }) => sum + vcpus, 0),
    memoryMiB: nodes.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0),
    gpus: nodes.reduce((sum, { gpus = 0 }) => sum + gpus, 0),
  };
}

function exitRule(rule: { [K in keyof ExitRule]?: string | undefined }): ExitRule {
  const { action = "RETRY", onExitCode, onReason, onStatusReason } = rule;
  return {
    action,
    ...(onExitCode !== undefined && { onExitCode }),
    ...(onReason !== undefined && { onReason }),
    ...(onStatusReason !== undefined && { onStatusReason }),
  };
}
