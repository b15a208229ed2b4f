import type { QueueName, queuesOf } from "../workflow-kit/at-deploy/stage-queue.ts";
import { defaultGpuInstanceTypes, defaultInstanceTypes } from "./instance-types.ts";
import type { StackConfig } from "./stack.ts";

/** The VPC that instances start in: the one that the configuration gives, else one of our own. */
export function vpcOf({ vpcId, subnetIds, routeTableIds, zones, internet }: StackConfig) {
  return vpcId === undefined ? { zones, internet } : { vpcId, subnetIds, routeTableIds };
}

/** One compute environment; see the component's `EnvironmentArgs`. */
export interface Environment {
  readonly name: string;
  readonly purchase: "spot" | "on-demand";
  readonly allocation?: "BEST_FIT";
  readonly gpu?: true;
  readonly minVcpus?: number;
  readonly maxVcpus: number;
  readonly instanceTypes: readonly string[];
}

/** Thrown when a stage asks for GPUs and the stack's instances are of a processor that has none. */
export class NoGpuError extends Error {
  override readonly name = "NoGpuError";

  constructor(architecture: StackConfig["architecture"]) {
    super(
      `a stage asks for GPUs and batchline:architecture is ${architecture}, for which AWS has no ECS image with NVIDIA's drivers\n` +
        "  pulumi config set batchline:architecture x86_64",
    );
  }
}

/**
 * The compute environments of a job queue, in the order in which Batch tries them.
 *
 * @throws {NoGpuError}
 */
export function environmentsOf(config: StackConfig, queue: QueueName): readonly Environment[] {
  const { minVcpus, maxVcpus, onDemandMaxVcpus, gpuMaxVcpus, gpuOnDemandMaxVcpus, multiNodeMaxVcpus } =
    config;
  const instanceTypes = orDefault(config.instanceTypes, defaultInstanceTypes[config.architecture]);
  switch (queue) {
    case "compute":
      return spotFirst(config, { minVcpus, maxVcpus, instanceTypes }, onDemandMaxVcpus);
    case "gpu": {
      if (config.architecture !== "x86_64") throw new NoGpuError(config.architecture);
      const types = orDefault(config.gpuInstanceTypes, defaultGpuInstanceTypes);
      const gpus = { gpu: true, maxVcpus: gpuMaxVcpus, instanceTypes: types } as const;
      return spotFirst(config, gpus, gpuOnDemandMaxVcpus);
    }
    case "on-demand":
      return [{ name: "nodes", purchase: "on-demand", maxVcpus: multiNodeMaxVcpus, instanceTypes }];
  }
}

/** A job queue that the stack has, and what its jobs run on. */
export interface PlacedQueue {
  readonly queue: QueueName;
  /** Workflow → its share. */
  readonly shares: Readonly<Record<string, number>>;
  readonly environments: readonly Environment[];
  /** @default what Batch chooses */
  readonly ami?: ReturnType<typeof amiOf>;
}

/**
 * The queues that workflows use, as `queuesOf` gives them, placed.
 *
 * @throws {NoGpuError}
 */
export function placedQueues(config: StackConfig, used: ReturnType<typeof queuesOf>): PlacedQueue[] {
  return used.map(([queue, shares]) => ({
    queue,
    shares,
    environments: environmentsOf(config, queue),
    ami: amiOf(config, queue),
  }));
}

/** What instances of a queue boot, where the configuration says. */
export function amiOf({ ami, gpuAmi, architecture }: StackConfig, queue: QueueName) {
  if (queue === "gpu") return gpuAmi === undefined ? undefined : ({ choice: gpuAmi, kind: "gpu" } as const);
  return ami === undefined ? undefined : { choice: ami, kind: architecture };
}

function spotFirst(
  { spot, spotAllocation }: StackConfig,
  bounds: Omit<Environment, "name" | "purchase">,
  fallbackMaxVcpus: number,
): readonly Environment[] {
  const onDemand = { name: "on-demand", purchase: "on-demand", ...bounds } as const;
  if (!spot) return [onDemand];
  const first: Environment = {
    name: "spot",
    purchase: "spot",
    ...(spotAllocation === "BEST_FIT" && { allocation: spotAllocation }),
    ...bounds,
  };
  const { minVcpus: _, ...fallback } = onDemand;
  return fallbackMaxVcpus === 0 ? [first] : [first, { ...fallback, maxVcpus: fallbackMaxVcpus }];
}

const orDefault = (types: readonly string[], byDefault: readonly string[]) =>
  types.length > 0 ? types : byDefault;

/** How the worker's image is pulled from a registry outside of ECR: by instances' login, by each job's, or neither. */
export function registryAccess({
  registrySecretArn: secretArn,
  registryLogin,
  workerImage: image,
}: StackConfig) {
  if (secretArn === undefined || image === undefined) return {};
  return registryLogin === "job" ? { job: secretArn } : { instances: { secretArn, image } };
}
