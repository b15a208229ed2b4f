import type { ComputeResource, CreateComputeEnvironmentRequest } from "@aws-sdk/client-batch";
import { check, checkBetween, notEmulated } from "./client-exception.ts";

/** The only strategies for Spot Instances, and for others. https://docs.aws.amazon.com/batch/latest/userguide/allocation-strategies.html */
const spotOnly = /^SPOT_/;

/**
 * Throws ClientException for an environment that Batch refuses, or that is not emulated. The words are Batch's:
 * https://github.com/badmintoncryer/cdk-preflight https://github.com/getmoto/moto/issues/6470
 */
export function checkComputeEnvironment(spec: CreateComputeEnvironmentRequest): void {
  const { type, state = "ENABLED", computeResources, eksConfiguration, unmanagedvCpus } = spec;
  check(type === "MANAGED", `A compute environment of type ${type} is not emulated.`);
  check(state === "ENABLED", "Compute Environment must be created in ENABLED state.");
  notEmulated("eksConfiguration", eksConfiguration);
  check(
    unmanagedvCpus === undefined,
    "unmanagedvCpus is only applicable for UNMANAGED compute environments.",
  );
  check(
    computeResources !== undefined,
    "computeResources must be provided for a MANAGED compute environment",
  );
  checkResources(computeResources);
}

function checkResources(resources: ComputeResource): void {
  const {
    type,
    allocationStrategy = "BEST_FIT",
    instanceRole,
    instanceTypes = [],
    launchTemplate,
  } = resources;
  const isSpot = type === "SPOT";
  check(isSpot || type === "EC2", `A compute environment with resources of type ${type} is not emulated.`);
  check(!!instanceRole, "Instance role is required.");
  check(resources.minvCpus !== undefined, "Resource minvCpus is required.");
  check(instanceTypes.length > 0, "Resource instanceTypes are required.");
  check((resources.subnets ?? []).length > 0, "Resource subnets are required.");
  const { securityGroupIds = [] } = resources;
  check(securityGroupIds.length > 0 || launchTemplate !== undefined, "Security group ids are required.");
  checkVcpus(resources);
  checkBetween(resources.bidPercentage, [0, 100], "Bid percentage must be between 0 to 100.");
  const isForAll = !spotOnly.test(allocationStrategy);
  check(
    isSpot || isForAll,
    `Allocation strategy ${allocationStrategy} is only available for SPOT resources.`,
  );
  const needsFleet = isSpot && allocationStrategy === "BEST_FIT";
  check(!needsFleet || !!resources.spotIamFleetRole, "compute resource spotIamFleetRole is required.");
  checkLaunchTemplate(resources);
}

/** Throws ClientException unless 0 ≤ minvCpus ≤ desiredvCpus ≤ maxvCpus. */
export function checkVcpus({
  minvCpus = 0,
  maxvCpus = 0,
  desiredvCpus = minvCpus,
}: Pick<ComputeResource, "minvCpus" | "desiredvCpus"> & { readonly maxvCpus?: number | undefined }): void {
  check(minvCpus >= 0, "minvCpus should be greater than or equal to 0.");
  check(maxvCpus >= minvCpus, "maxvCpus should be greater than or equal to minvCpus.");
  check(
    desiredvCpus >= minvCpus && desiredvCpus <= maxvCpus,
    "desiredvCpus should be between minvCpus and maxvCpus.",
  );
}

function checkLaunchTemplate({ launchTemplate }: ComputeResource): void {
  if (launchTemplate === undefined) return;
  const { launchTemplateId, launchTemplateName, overrides } = launchTemplate;
  notEmulated("LaunchTemplate.overrides", overrides);
  check(
    (launchTemplateId === undefined) !== (launchTemplateName === undefined),
    "One of LaunchTemplateId and LaunchTemplateName or LaunchTemplate.overrides should be provided",
  );
}
