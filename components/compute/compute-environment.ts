import * as batch from "@pulumi/aws/batch/index.js";
import type { ComponentResource, Input, Resource } from "@pulumi/pulumi";
import { Sleep } from "@pulumiverse/time/sleep.js";
import type { InstanceRole } from "./instance-role.ts";
import type { LaunchTemplate } from "./launch-template.ts";
import { SpotFleetRole } from "./spot-fleet-role.ts";

/** One compute environment of a queue. */
export interface EnvironmentArgs {
  /** Tells it from the queue's others and becomes a part of its name. @example "spot" */
  readonly name: string;
  /**
   * `spot` takes the pools that are cheap and least likely to be reclaimed (SPOT_PRICE_CAPACITY_OPTIMIZED), `on-demand` the
   * type that fits best, then others (BEST_FIT_PROGRESSIVE).
   */
  readonly purchase: "spot" | "on-demand";
  /**
   * `BEST_FIT`: one type only, waiting until it can be had; on Spot through the older Spot Fleet. Batch cannot update such
   * an environment in place: each change replaces it. @default what `purchase` says
   */
  readonly allocation?: "BEST_FIT";
  /**
   * Instances have NVIDIA GPUs, for jobs that ask for some, and the image with their drivers. Not beside environments
   * without: what finds no room there would take the dear instances. @default false
   */
  readonly gpu?: boolean;
  /** vCPUs that are always there, charged for also when idle: the first jobs start at once. @default 0 */
  readonly minVcpus?: number;
  /** The most vCPUs it may reach, 1–10,000. */
  readonly maxVcpus: number;
  /** Families or types, all of one architecture. @example ["m7g", "c7g.4xlarge"] */
  readonly instanceTypes: readonly string[];
}

/** What all environments of a queue have in common. */
export interface SharedByEnvironments {
  readonly launchTemplate: LaunchTemplate;
  readonly instanceRole: InstanceRole;
  readonly subnetIds: Input<string[]>;
  readonly securityGroupIds: readonly Input<string>[];
  readonly placementGroup?: Input<string> | undefined;
  /** See ComputeArgs. */
  readonly jobMinutesOnUpdate: number;
}

/** An environment, and what a queue that uses it depends on. */
export interface SettledEnvironment {
  readonly environment: batch.ComputeEnvironment;
  readonly settled: Sleep;
}

/** How long Batch may take to notice that a queue no longer uses an environment. */
const settling = "60s";

/**
 * Declares an environment. A queue must depend on `settled`: then, when the environment is replaced or removed, Pulumi
 * makes the new one, repoints the queue, waits, and only then deletes the old one. UpdateJobQueue is eventually
 * consistent, so that without the wait the deletion fails with "found existing JobQueue relationship" (issue 6233 of
 * pulumi-aws).
 */
export function computeEnvironment(
  name: string,
  args: EnvironmentArgs,
  shared: SharedByEnvironments,
  parent: ComponentResource,
): SettledEnvironment {
  const { launchTemplate, instanceRole, subnetIds, securityGroupIds, placementGroup, jobMinutesOnUpdate } =
    shared;
  const spot = args.purchase === "spot";
  const inPlace = args.allocation === undefined;
  const fleet = spot && !inPlace ? new SpotFleetRole(`${name}-fleet`, { parent }) : undefined;
  // Instances of an environment that is being deleted still have to leave their cluster.
  const rights: Resource[] = [instanceRole.policy, ...(fleet === undefined ? [] : [fleet.attachment])];
  // No name: an explicit one would make a replacement delete first, which the queue prevents. No service role: only
  // the service-linked one allows updates in place.
  const environment = new batch.ComputeEnvironment(
    name,
    {
      type: "MANAGED",
      state: "ENABLED",
      computeResources: {
        type: spot ? "SPOT" : "EC2",
        allocationStrategy:
          args.allocation ?? (spot ? "SPOT_PRICE_CAPACITY_OPTIMIZED" : "BEST_FIT_PROGRESSIVE"),
        minVcpus: args.minVcpus ?? 0,
        maxVcpus: args.maxVcpus,
        instanceTypes: [...args.instanceTypes],
        instanceRole: instanceRole.profile.arn,
        ec2Configurations: [{ imageType: args.gpu ? "ECS_AL2023_NVIDIA" : "ECS_AL2023" }],
        launchTemplate: { launchTemplateId: launchTemplate.template.id, version: launchTemplate.version },
        subnets: subnetIds,
        securityGroupIds: [...securityGroupIds],
        ...(placementGroup !== undefined && { placementGroup }),
        ...(fleet !== undefined && { spotIamFleetRole: fleet.role.arn }),
      },
      ...(inPlace && {
        updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: jobMinutesOnUpdate },
      }),
    },
    {
      parent,
      // Batch itself sets it, many times a day.
      ignoreChanges: ["computeResources.desiredVcpus"],
      dependsOn: rights,
    },
  );
  const settled = new Sleep(
    `${name}-settled`,
    // The trigger replaces the wait together with its environment.
    { destroyDuration: settling, triggers: { environment: environment.arn } },
    { parent, dependsOn: [environment] },
  );
  return { environment, settled };
}
