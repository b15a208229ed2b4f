import type { ContainerProperties, LinuxParameters, ResourceRequirement } from "@aws-sdk/client-batch";
import { resourcesOf } from "../job-definitions/container-properties.ts";
import { check, checkBetween, notEmulated } from "./client-exception.ts";

/** What only a Fargate container has. */
const fargateOnly = ["networkConfiguration", "fargatePlatformConfiguration", "ephemeralStorage"] as const;

/** Throws ClientException for a container that Batch refuses on EC2. The words are Batch's: https://github.com/badmintoncryer/cdk-preflight */
export function checkContainer(container: ContainerProperties): void {
  const { resourceRequirements = [], executionRoleArn, secrets = [], logConfiguration } = container;
  check(!!container.image, "Container image is not provided.");
  check(
    container.vcpus === undefined || !resourceRequirements.some(({ type }) => type === "VCPU"),
    "Cannot use both ECS containerProperties Vcpus and resourceRequirement VCPU.",
  );
  check(
    container.memory === undefined || !resourceRequirements.some(({ type }) => type === "MEMORY"),
    "Cannot use both ECS containerProperties Memory and resourceRequirement MEMORY.",
  );
  checkRequirements(resourceRequirements);
  checkResources(container);
  checkVariables(container.environment);
  const areSecrets = secrets.length > 0 || (logConfiguration?.secretOptions ?? []).length > 0;
  check(
    !areSecrets || !!executionRoleArn,
    "executionRoleArn cannot be empty when using secrets or secretOptions",
  );
  for (const member of fargateOnly) {
    check(container[member] === undefined, `${member} not applicable for EC2.`);
  }
  check(container.runtimePlatform === undefined, "runtimePlatform is not applicable for EC2.");
  for (const { host, efsVolumeConfiguration } of container.volumes ?? []) {
    notEmulated("volumes.host.sourcePath", host?.sourcePath);
    notEmulated("volumes.efsVolumeConfiguration", efsVolumeConfiguration);
  }
  if (container.linuxParameters !== undefined) checkLinux(container.linuxParameters);
  notEmulated("containerProperties.instanceType", container.instanceType);
}

/** Throws ClientException unless a container has at least 1 vCPU and 4 MiB. */
export function checkResources(container: ContainerProperties): void {
  const { vcpus, memoryMiB } = resourcesOf(container);
  check(vcpus !== 0, "vCPU is required.");
  check(vcpus >= 1, `vCPU must be at least 1, got ${vcpus}.`);
  check(memoryMiB !== 0, "Memory is required.");
  check(memoryMiB >= 4, `Memory must be at least 4 Mib, got ${memoryMiB} Mib.`);
}

/** Throws ClientException for a type of resource that is there twice, and for a value that is not a whole number. */
export function checkRequirements(requirements: readonly ResourceRequirement[] = []): void {
  const types = new Set(requirements.map(({ type }) => type));
  check(types.size === requirements.length, "Cannot provide duplicates in resourceRequirements.");
  for (const { type, value = "" } of requirements) {
    check(
      /^\d{1,9}$/.test(value),
      `Value ${value} for type ${type} in resourceRequirement is not valid. Please provide a numeric value.`,
    );
  }
}

/** Throws ClientException for a variable without a name, or of a reserved one. */
export function checkVariables(environment: ContainerProperties["environment"] = []): void {
  for (const { name } of environment) {
    check(!!name, "Environment variable name is required.");
    check(
      !name.startsWith("AWS_BATCH"),
      `Environment variable ${name} starts with AWS_BATCH, which is reserved.`,
    );
  }
}

function checkLinux({ maxSwap, swappiness, tmpfs = [] }: LinuxParameters): void {
  check((maxSwap ?? 0) >= 0, `Invalid swap memory size: ${maxSwap}, must be non-negative.`);
  checkBetween(swappiness, [0, 100], `Invalid swappiness: ${swappiness}, must be between 0 and 100.`);
  check(
    maxSwap === undefined || swappiness !== undefined,
    "When container specified swap memory, swappiness value is required.",
  );
  for (const { size = 0 } of tmpfs) {
    check(
      Number.isInteger(size) && size >= 1,
      "Size of a tmpfs is invalid. The size is required and must be a positive integer.",
    );
  }
}
