import type { QueueName, queuesOf } from "../workflow-kit/at-deploy/stage-queue.ts";
import type { StackConfig } from "./stack-config.ts";
import { defaultGpuInstanceTypes, defaultInstanceTypes } from "./stack-defaults.ts";

/** The VPC in which instances start: the configured one, or a new one. */
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

/** The compute environments of a job queue, in the order in which Batch tries them. */
export function environmentsOf(config: StackConfig, queue: QueueName): readonly Environment[] {
  const { minVcpus, maxVcpus, onDemandMaxVcpus, gpuOnDemandMaxVcpus } = config;
  const instanceTypes = orDefault(config.instanceTypes, defaultInstanceTypes[config.architecture]);
  switch (queue) {
    case "compute":
      return spotFirst(config, { minVcpus, maxVcpus, instanceTypes }, onDemandMaxVcpus);
    case "gpu": {
      const types = orDefault(config.gpuInstanceTypes, defaultGpuInstanceTypes);
      const gpus = { gpu: true, maxVcpus: config.gpuMaxVcpus, instanceTypes: types } as const;
      return spotFirst(config, gpus, gpuOnDemandMaxVcpus);
    }
    case "on-demand":
      return [{ name: "nodes", purchase: "on-demand", maxVcpus: config.multiNodeMaxVcpus, instanceTypes }];
  }
}

/** A job queue of the stack with its environments. */
export interface PlacedQueue {
  readonly queue: QueueName;
  /** Workflow → its share. */
  readonly shares: Readonly<Record<string, number>>;
  readonly environments: readonly Environment[];
  /** @default Batch's choice */
  readonly ami?: ReturnType<typeof amiOf>;
}

/** The queues that workflows use, as `queuesOf` returns them, with their environments. */
export function placedQueues(config: StackConfig, used: ReturnType<typeof queuesOf>): PlacedQueue[] {
  return used.map(([queue, shares]) => {
    return { queue, shares, environments: environmentsOf(config, queue), ami: amiOf(config, queue) };
  });
}

/** The image of a queue's instances; undefined if the configuration names none. */
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
  const allocation = spotAllocation === "BEST_FIT" && { allocation: spotAllocation };
  const first: Environment = { name: "spot", purchase: "spot", ...allocation, ...bounds };
  const { minVcpus: _, ...fallback } = onDemand;
  return fallbackMaxVcpus === 0 ? [first] : [first, { ...fallback, maxVcpus: fallbackMaxVcpus }];
}

const orDefault = (types: readonly string[], byDefault: readonly string[]) =>
  types.length > 0 ? types : byDefault;

/** Who logs in to a registry outside of ECR: instances, each job, or nobody. */
export function registryAccess(config: StackConfig) {
  const { registrySecretArn: secretArn, registryLogin, workerImage: image } = config;
  if (secretArn === undefined || image === undefined) return {};
  return registryLogin === "job" ? { job: secretArn } : { instances: { secretArn, image } };
}
