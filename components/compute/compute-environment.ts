import * as batch from "@pulumi/aws/batch/index.js";
import type { ComponentResource, Input, Resource } from "@pulumi/pulumi";
import { Sleep } from "@pulumiverse/time/sleep.js";
import type { InstanceRole } from "./instance-role.ts";
import type { LaunchTemplate } from "./launch-template.ts";
import { SpotFleetRole } from "./spot-fleet-role.ts";

/** One compute environment of a queue. */
export interface EnvironmentArgs {
  /** Unique within the queue; a part of the environment's name. @example "spot" */
  readonly name: string;
  /**
   * `spot` uses the pools that are cheap and least likely to be reclaimed (SPOT_PRICE_CAPACITY_OPTIMIZED). `on-demand`
   * uses the type that fits best, then others (BEST_FIT_PROGRESSIVE).
   * @example "spot"
   */
  readonly purchase: "spot" | "on-demand";
  /**
   * `BEST_FIT` uses one type only and waits until it is available; on Spot it uses the older Spot Fleet. Batch cannot
   * update such an environment in place: each change replaces it. @default the strategy of `purchase`
   * @example "BEST_FIT"
   */
  readonly allocation?: "BEST_FIT";
  /**
   * Instances have NVIDIA GPUs, and the image with their drivers. A queue must not mix environments with and without
   * GPUs: jobs without GPUs would overflow to the expensive instances. @default false
   * @example true
   */
  readonly gpu?: boolean;
  /** vCPUs that always run and cost money when idle, so that the first jobs start at once. @default 0 @example 4 */
  readonly minVcpus?: number;
  /** Most vCPUs, 1–10,000. @example 256 */
  readonly maxVcpus: number;
  /** Families or types, all of one architecture. @example ["m7g", "c7g.4xlarge"] */
  readonly instanceTypes: readonly string[];
}

/** What all environments of a queue share; see ComputeArgs. */
interface SharedByEnvironments {
  readonly launchTemplate: LaunchTemplate;
  readonly instanceRole: InstanceRole;
  readonly subnetIds: Input<string[]>;
  readonly securityGroupIds: readonly Input<string>[];
  readonly placementGroup?: Input<string> | undefined;
  readonly jobMinutesOnUpdate: number;
}

/**
 * Declares an environment. A queue must depend on `settled`. Then Pulumi replaces an environment in this order: create
 * the new one, repoint the queue, wait, delete the old one. Without the wait the deletion fails with "found existing
 * JobQueue relationship", because UpdateJobQueue is eventually consistent (issue 6233 of pulumi-aws).
 */
export function computeEnvironment(
  name: string,
  args: EnvironmentArgs,
  shared: SharedByEnvironments,
  parent: ComponentResource,
) {
  const { launchTemplate, instanceRole, subnetIds, securityGroupIds, placementGroup, jobMinutesOnUpdate } =
    shared;
  const spot = args.purchase === "spot";
  const inPlace = args.allocation === undefined;
  const fleet = spot && !inPlace ? new SpotFleetRole(`${name}-fleet`, { parent }) : undefined;
  // While an environment is deleted, its instances still need the right to leave their cluster.
  const rights: Resource[] = [instanceRole.policy, ...(fleet === undefined ? [] : [fleet.attachment])];
  // Jobs have their minutes first, then instances come and go. The provider waits 20 minutes by itself, also when it deletes an
  // environment that an earlier deployment still changes. https://docs.aws.amazon.com/batch/latest/userguide/updating-compute-environments.html
  const changed = `${jobMinutesOnUpdate + 30}m`;
  // Without a name, because a named environment is deleted before its replacement exists, which the queue prevents.
  // Without a service role, because only the service-linked role allows updates in place.
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
      // Batch changes it many times a day.
      ignoreChanges: ["computeResources.desiredVcpus"],
      dependsOn: rights,
      customTimeouts: { update: changed, delete: changed },
    },
  );
  // Batch may take a minute to notice that a queue left. The trigger replaces the wait with its environment.
  const wait = { destroyDuration: "60s", triggers: { environment: environment.arn } };
  const settled = new Sleep(`${name}-settled`, wait, { parent, dependsOn: [environment] });
  return { environment, settled };
}
