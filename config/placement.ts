import { defaultInstanceTypes } from "./instance-types.ts";
import type { StackConfig } from "./stack.ts";

/** The VPC that instances start in: the one that the configuration gives, else one of our own. */
export function vpcOf({ vpcId, subnetIds, routeTableIds, zones, internet }: StackConfig) {
  return vpcId === undefined ? { zones, internet } : { vpcId, subnetIds, routeTableIds };
}

/** The compute environments of the job queue, in the order in which Batch tries them. */
export function environmentsOf(config: StackConfig) {
  const { spot, spotAllocation, minVcpus, maxVcpus, onDemandMaxVcpus } = config;
  const instanceTypes =
    config.instanceTypes.length > 0 ? config.instanceTypes : defaultInstanceTypes[config.architecture];
  const onDemand = { name: "on-demand", purchase: "on-demand", instanceTypes } as const;
  if (!spot) return [{ ...onDemand, minVcpus, maxVcpus }];
  const first = {
    name: "spot",
    purchase: "spot",
    ...(spotAllocation === "BEST_FIT" && { allocation: spotAllocation }),
    minVcpus,
    maxVcpus,
    instanceTypes,
  } as const;
  return onDemandMaxVcpus === 0 ? [first] : [first, { ...onDemand, maxVcpus: onDemandMaxVcpus }];
}

/** How the worker's image is pulled from a registry outside of ECR: by instances' login, by each job's, or neither. */
export function registryAccess({
  registrySecretArn: secretArn,
  registryLogin,
  workerImage: image,
}: StackConfig) {
  if (secretArn === undefined || image === undefined) return {};
  return registryLogin === "job" ? { job: secretArn } : { instances: { secretArn, image } };
}
