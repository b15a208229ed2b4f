import { nvidiaGpus } from "@batchline/aws-facts";
import type * as z from "zod";
import type { ConfigErrorCode } from "./error-codes.ts";
import { architectureOf } from "./instance-types.ts";
import type { SettingProblem, StackKey } from "./setting-problem.ts";
import type { StackConfigSchema } from "./stack-schema.ts";

/** Settings that are valid alone but not together. */
export function contradictionsIn(config: z.output<typeof StackConfigSchema>): SettingProblem[] {
  const { spot, vpcId, subnetIds, architecture, registrySecretArn, maxVcpus } = config;
  const problems: SettingProblem[] = [];
  const refusal = (code: ConfigErrorCode) => (isBroken: boolean, key: StackKey, message: string) => {
    if (isBroken) problems.push({ code, key, message });
  };
  const needs = refusal("BL-C003");
  const clashes = refusal("BL-C004");
  const isNewVpc = vpcId === "";
  const forNames = "so name their VPC, or remove them to have a VPC made";
  const noSubnets = !isNewVpc && subnetIds.length === 0;
  needs(noSubnets, "subnetIds", "vpcId is set, so name its subnets in which instances start");
  needs(isNewVpc && subnetIds.length > 0, "vpcId", `subnetIds is set, ${forNames}`);
  needs(isNewVpc && config.routeTableIds.length > 0, "vpcId", `routeTableIds is set, ${forNames}`);
  const isOnDemand = "spot is false, so everything runs on demand; raise";
  clashes(!spot && config.onDemandMaxVcpus > 0, "onDemandMaxVcpus", `${isOnDemand} maxVcpus instead`);
  const gpuFallback = !spot && config.gpuOnDemandMaxVcpus > 0;
  clashes(gpuFallback, "gpuOnDemandMaxVcpus", `${isOnDemand} gpuMaxVcpus instead`);
  const bestFit = !spot && config.spotAllocation === "BEST_FIT";
  clashes(bestFit, "spotAllocation", "spot is false; BEST_FIT is for Spot only");
  const needsImage = registrySecretArn !== "" && config.workerImage === "";
  needs(needsImage, "workerImage", "registrySecretArn is set, so name the image that is pulled with it");
  const needsSecret = registrySecretArn === "" && config.registryLogin === "ecs-agent";
  const login = "registryLogin is ecs-agent, so name the secret that instances log in with";
  needs(needsSecret, "registrySecretArn", login);
  const needsWebhook = config.webhookFormat === "slack" && config.webhookSecret === "";
  needs(needsWebhook, "webhookSecret", "webhookFormat is slack, so name the secret that has Slack's address");
  clashes(config.minVcpus > maxVcpus, "minVcpus", `it is greater than maxVcpus, which is ${maxVcpus}`);
  const other = config.instanceTypes.find((type) => architectureOf(type) !== architecture);
  clashes(other !== undefined, "instanceTypes", `${other} is not ${architecture}, the stack's architecture`);
  const noGpu = config.gpuInstanceTypes.find((type) => nvidiaGpus(type) === 0);
  const noGpuMessage = `${noGpu} has no NVIDIA GPU that AWS's ECS image supports`;
  refusal("BL-C002")(noGpu !== undefined, "gpuInstanceTypes", noGpuMessage);
  return problems;
}
