import * as batch from "@pulumi/aws/batch/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { ArgumentChecks } from "./argument-error.ts";
import { InstanceRole } from "./instance-role.ts";
import { LaunchTemplate } from "./launch-template.ts";

/** One compute environment of a queue. */
export interface EnvironmentArgs {
  /** Tells it from the queue's others and becomes a part of its name. @example "spot" */
  readonly name: string;
  /**
   * `spot` takes the pools that are cheap and least likely to be reclaimed (SPOT_PRICE_CAPACITY_OPTIMIZED), `on-demand` the
   * type that fits best, then others (BEST_FIT_PROGRESSIVE).
   */
  readonly purchase: "spot" | "on-demand";
  /** The most vCPUs it may reach, 1–10,000. */
  readonly maxVcpus: number;
  /** Families or types, all of one architecture. @example ["m7g", "c7g.4xlarge"] */
  readonly instanceTypes: readonly string[];
}

export interface ComputeArgs {
  readonly subnetIds: Input<string[]>;
  readonly securityGroupIds: readonly Input<string>[];
  /** In the order in which Batch tries them, 1–3. */
  readonly environments: readonly EnvironmentArgs[];
  /** Root volume of the instances, in GiB. @default 50 */
  readonly diskGiB?: number;
  /**
   * When a changed launch template replaces instances, jobs on the old ones get so many minutes to finish, 1–360; then
   * they are tried again elsewhere. @default 60
   */
  readonly jobMinutesOnUpdate?: number;
  /**
   * A job that waits at the head of the queue for capacity is cancelled after so many seconds, 600–86,400.
   * @default 21600, six hours
   */
  readonly cancelWithoutCapacityAfterSeconds?: number;
  /** Tags of instances and volumes. */
  readonly instanceTags: Readonly<Record<string, string>>;
}

/** A job queue and the compute environments that serve it. Without jobs nothing runs and nothing is charged. */
export class Compute extends ComponentResource {
  readonly launchTemplate: LaunchTemplate;
  readonly instanceRole: InstanceRole;
  /** In the queue's order. */
  readonly environments: readonly batch.ComputeEnvironment[];
  readonly queue: batch.JobQueue;

  constructor(name: string, args: ComputeArgs, options?: ComponentResourceOptions) {
    super("batchline:compute:Compute", name, {}, options);
    validate(name, args);
    const parent = { parent: this };
    this.launchTemplate = new LaunchTemplate(
      `${name}-instances`,
      { tags: args.instanceTags, ...(args.diskGiB !== undefined && { diskGiB: args.diskGiB }) },
      parent,
    );
    this.instanceRole = new InstanceRole(`${name}-instances`, parent);
    this.environments = args.environments.map((environment) => this.#environment(name, environment, args));
    this.queue = new batch.JobQueue(
      name,
      {
        state: "ENABLED",
        priority: 1,
        computeEnvironmentOrders: this.environments.map(({ arn }, index) => ({
          order: index + 1,
          computeEnvironment: arn,
        })),
        jobStateTimeLimitActions: timeLimits(args.cancelWithoutCapacityAfterSeconds ?? 21_600),
      },
      parent,
    );
    this.registerOutputs({ queueArn: this.queue.arn });
  }

  #environment(name: string, environment: EnvironmentArgs, args: ComputeArgs): batch.ComputeEnvironment {
    const { template, version } = this.launchTemplate;
    const spot = environment.purchase === "spot";
    // No name: an explicit one would make a replacement delete first, which the queue prevents. No service role: only
    // the service-linked one allows updates in place.
    return new batch.ComputeEnvironment(
      `${name}-${environment.name}`,
      {
        type: "MANAGED",
        state: "ENABLED",
        computeResources: {
          type: spot ? "SPOT" : "EC2",
          allocationStrategy: spot ? "SPOT_PRICE_CAPACITY_OPTIMIZED" : "BEST_FIT_PROGRESSIVE",
          minVcpus: 0,
          maxVcpus: environment.maxVcpus,
          instanceTypes: [...environment.instanceTypes],
          instanceRole: this.instanceRole.profile.arn,
          ec2Configurations: [{ imageType: "ECS_AL2023" }],
          launchTemplate: { launchTemplateId: template.id, version },
          subnets: args.subnetIds,
          securityGroupIds: [...args.securityGroupIds],
        },
        updatePolicy: {
          terminateJobsOnUpdate: false,
          jobExecutionTimeoutMinutes: args.jobMinutesOnUpdate ?? 60,
        },
      },
      {
        parent: this,
        // Batch itself sets it, many times a day.
        ignoreChanges: ["computeResources.desiredVcpus"],
        // Instances of an environment that is being deleted still have to leave their cluster.
        dependsOn: [this.instanceRole.policy],
      },
    );
  }
}

/** https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const maxEnvironments = 3;

function validate(name: string, args: ComputeArgs): void {
  const checks = new ArgumentChecks("Compute", name);
  checks.distinct(
    "environments",
    args.environments.map((environment) => environment.name),
    maxEnvironments,
  );
  args.environments.forEach(({ maxVcpus, instanceTypes }, index) => {
    checks.wholeNumber(`environments[${index}].maxVcpus`, maxVcpus, 1, 10_000);
    checks.distinct(`environments[${index}].instanceTypes`, instanceTypes);
  });
  checks.wholeNumber("jobMinutesOnUpdate", args.jobMinutesOnUpdate ?? 60, 1, 360);
  checks.wholeNumber(
    "cancelWithoutCapacityAfterSeconds",
    args.cancelWithoutCapacityAfterSeconds ?? 21_600,
    600,
    86_400,
  );
}

/**
 * Jobs that could hang RUNNABLE for ever are cancelled: at once where no environment can ever hold them, later where
 * EC2 has no capacity. https://docs.aws.amazon.com/batch/latest/APIReference/API_JobStateTimeLimitAction.html
 */
function timeLimits(withoutCapacitySeconds: number) {
  const shortest = 600;
  const seconds = {
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY": withoutCapacitySeconds,
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": shortest,
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT": shortest,
  };
  return Object.entries(seconds).map(([reason, maxTimeSeconds]) => ({
    reason,
    maxTimeSeconds,
    state: "RUNNABLE",
    action: "CANCEL",
  }));
}
