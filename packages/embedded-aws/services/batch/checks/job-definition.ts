import type { ContainerProperties, RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { resourcesOf } from "../job-definitions/container-properties.ts";
import { nodeContainers } from "../multi-node/node-properties.ts";
import { clientException } from "./client-exception.ts";
import { checkRetryStrategy, checkTimeout } from "./retry-and-timeout.ts";

/** Throws ClientException for a definition that Batch refuses. */
export function checkJobDefinition(name: string, spec: RegisterJobDefinitionRequest): void {
  const { type } = spec;
  if (type !== "container" && type !== "multinode") {
    throw clientException(`job definition ${name}: type ${type} is neither container nor multinode`);
  }
  const containers = type === "multinode" ? nodeContainers(spec.nodeProperties) : [spec.containerProperties];
  for (const container of new Set(containers)) checkContainer(name, container);
  checkRetryStrategy(spec.retryStrategy);
  checkTimeout(spec.timeout?.attemptDurationSeconds);
}

function checkContainer(name: string, container: ContainerProperties | undefined): void {
  if (!container?.image) throw clientException(`job definition ${name}: Container image is not provided.`);
  const { vcpus, memoryMiB } = resourcesOf(container);
  if (!(vcpus > 0)) throw clientException("vCPU is not provided.");
  if (!(memoryMiB >= 4)) throw clientException("Memory is not provided.");
  checkVariables(container.environment);
}

/** Throws ClientException for a variable of a reserved name. */
export function checkVariables(environment: ContainerProperties["environment"] = []): void {
  for (const { name } of environment) {
    if (!name?.startsWith("AWS_BATCH")) continue;
    throw clientException(`Environment variable ${name} starts with AWS_BATCH, which is reserved.`);
  }
}
