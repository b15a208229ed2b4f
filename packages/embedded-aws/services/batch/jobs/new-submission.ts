import { randomUUID } from "node:crypto";
import type { ContainerProperties, SubmitJobRequest } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import { accountId } from "../../../host/identity/principal.ts";
import { checkResources } from "../checks/container.ts";
import type { ConsumableResources } from "../consumable-resources/consumable-resources.ts";
import { overridden, resourcesOf, substituted } from "../job-definitions/container-properties.ts";
import type { JobDefinition } from "../job-definitions/job-definitions.ts";
import { overriddenNodes } from "../multi-node/node-properties.ts";
import type { JobQueue } from "../queues/job-queues.ts";
import type { Resources } from "../scheduler/capacity.ts";
import type { JobRequest } from "../scheduler/job.ts";
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
  return {
    submission: {
      jobName: must(input.jobName, "checkSubmission checks the name"),
      jobArn: `arn:aws:batch:${queueArn.split(":")[3]}:${accountId}:job/${id}`,
      queueArn,
      definition,
      request: input,
      tags: { ...definition.tags, ...input.tags },
      parameters,
      ...containers,
    },
    request: {
      id,
      queue: queue.jobQueueName,
      ...(containers.nodes === undefined
        ? resourcesOf(containers.container)
        : gang(containers.nodes.containers.map(resourcesOf))),
      dependsOn: input.dependsOn,
      share: input.shareIdentifier,
      arraySize: input.arrayProperties?.size,
      timeoutSeconds: (input.timeout ?? definition.timeout)?.attemptDurationSeconds,
      retry: input.retryStrategy ?? definition.retryStrategy,
      priority,
      consumables,
    },
  };
}

function containersOf(
  input: SubmitJobRequest,
  definition: JobDefinition,
  complete: (container: ContainerProperties) => ContainerProperties,
): Pick<Submission, "container" | "nodes"> {
  if (definition.type !== "multinode") {
    const defined = must(definition.containerProperties, "a definition of type container has one");
    const container = overridden(defined, input.containerOverrides);
    checkResources(container);
    return { container: complete(container) };
  }
  const nodes = overriddenNodes(definition.nodeProperties, input.nodeOverrides);
  const containers = nodes.containers.map(complete);
  const container = must(containers[nodes.mainNode], "the main node is one of the nodes");
  return { container, nodes: { ...nodes, containers } };
}

/** The sum of nodes, which are placed all at once. */
function gang(nodes: readonly Resources[]) {
  const sum = (of: keyof Resources) => nodes.reduce((total, node) => total + (node[of] ?? 0), 0);
  return { nodes, vcpus: sum("vcpus"), memoryMiB: sum("memoryMiB"), gpus: sum("gpus") };
}
