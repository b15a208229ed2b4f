import { maxEnvironmentVcpus, type UserDataPart } from "@batchline/aws-facts";
import * as batch from "@pulumi/aws/batch/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { architectureOf } from "../../config/instance-types.ts";
import { ArgumentChecks } from "../argument-error.ts";
import { computeEnvironment, type EnvironmentArgs } from "./compute-environment.ts";
import { InstanceRole } from "./instance-role.ts";
import { LaunchTemplate } from "./launch-template.ts";
import { checkShares, type Shares, schedulingPolicy } from "./queue-shares.ts";
import { ecsAgentAuth, type RegistrySecret } from "./registry-auth.ts";

export type { EnvironmentArgs } from "./compute-environment.ts";

export interface ComputeArgs {
  /** Where instances start. @example ["subnet-0a1b2c3d4e5f67890"] */
  readonly subnetIds: Input<string[]>;
  /** Security groups of the instances. @example ["sg-0a1b2c3d4e5f67890"] */
  readonly securityGroupIds: readonly Input<string>[];
  /**
   * Name of a placement group in which all instances start, so that nodes that exchange data are near each other. The
   * strategy cluster needs subnets of one zone. @default none
   * @example "report-nodes"
   */
  readonly placementGroup?: Input<string>;
  /** 1–3, in the order in which Batch tries them. @example [{ name: "spot", purchase: "spot", maxVcpus: 256, instanceTypes: ["m7g"] }] */
  readonly environments: readonly EnvironmentArgs[];
  /** Root volume of the instances, in GiB. @default 50 @example 100 */
  readonly diskGiB?: number;
  /** The instances' AMI. @default the ECS-optimised one that Batch chooses when it creates an environment, and keeps @example "ami-0123456789abcdef0" */
  readonly imageId?: Input<string>;
  /** What instances do at boot in addition to our own part. @default [] @example [{ type: "shell", content: "#!/bin/bash\nyum update -y\n" }] */
  readonly userData?: readonly UserDataPart[];
  /**
   * Logs instances in to a registry outside of ECR at boot, so that all their containers can pull from it. An instance
   * reads the secret once: after a change only new instances have it. `StageJobsArgs.registrySecretArn` avoids that.
   * @default no login
   * @example { secretArn, image: "ghcr.io/shop/worker:1.4.0" }
   */
  readonly registryLogin?: RegistrySecret;
  /**
   * Minutes that jobs have to finish when a changed launch template replaces their instances, 1–360: the provider takes no
   * more. Then Batch retries them on new instances. @default 60
   * @example 120
   */
  readonly jobMinutesOnUpdate?: number;
  /**
   * Seconds, 600–86,400, after which a job that waits for capacity at the head of the queue is cancelled.
   * @default 21600, six hours
   * @example 3600
   */
  readonly cancelWithoutCapacityAfterSeconds?: number;
  /** Among queues that share an environment, the higher comes first, 0–1,000. @default 1 @example 10 */
  readonly priority?: number;
  /** How workflows share the queue. Then Batch takes only jobs with a share's identifier and a priority, as those of `StageJobs`; otherwise only jobs without. @default first come, first served @example { "weekly-report": 4, "nightly-report": 1 } */
  readonly shares?: Shares;
  /** Tags of instances and volumes. @example { application: "shop" } */
  readonly instanceTags: Readonly<Record<string, string>>;
}

/**
 * A job queue and its compute environments. Without jobs nothing runs, and nothing costs money. @throws {ArgumentError}
 * @example
 * const spot = { name: "spot", purchase: "spot", maxVcpus: 16, instanceTypes: ["m7g"] } as const;
 * new Compute("compute", { subnetIds, securityGroupIds, environments: [spot], instanceTags: { application: "shop" } });
 */
export class Compute extends ComponentResource {
  readonly launchTemplate: LaunchTemplate;
  readonly instanceRole: InstanceRole;
  /** In the queue's order. */
  readonly environments: readonly batch.ComputeEnvironment[];
  readonly queue: batch.JobQueue;
  /** Absent if the queue is first come, first served. */
  readonly schedulingPolicy?: batch.SchedulingPolicy;

  constructor(name: string, args: ComputeArgs, options?: ComponentResourceOptions) {
    super("batchline:compute:Compute", name, {}, options);
    validate(name, args);
    const parent = { parent: this };
    const { instanceTags: tags, diskGiB, imageId, registryLogin, subnetIds, securityGroupIds } = args;
    const login = registryLogin === undefined ? [] : [ecsAgentAuth(registryLogin)];
    const userData = [...(args.userData ?? []), ...login];
    const title = `${name}-instances`;
    this.launchTemplate = new LaunchTemplate(title, { tags, diskGiB, imageId, userData }, parent);
    this.instanceRole = new InstanceRole(title, { secretArn: registryLogin?.secretArn }, parent);
    const { launchTemplate, instanceRole } = this;
    const { placementGroup, jobMinutesOnUpdate = 60 } = args;
    const place = { subnetIds, securityGroupIds, placementGroup };
    const shared = { ...place, launchTemplate, instanceRole, jobMinutesOnUpdate };
    const made = args.environments.map((environment) =>
      computeEnvironment(`${name}-${environment.name}`, environment, shared, this),
    );
    this.environments = made.map(({ environment }) => environment);
    if (args.shares !== undefined) this.schedulingPolicy = schedulingPolicy(name, args.shares, this);
    this.queue = new batch.JobQueue(
      name,
      {
        state: "ENABLED",
        priority: args.priority ?? 1,
        ...(this.schedulingPolicy && { schedulingPolicyArn: this.schedulingPolicy.arn }),
        computeEnvironmentOrders: this.environments.map(({ arn }, index) => ({
          order: index + 1,
          computeEnvironment: arn,
        })),
        jobStateTimeLimitActions: timeLimits(args.cancelWithoutCapacityAfterSeconds ?? 21_600),
      },
      {
        ...parent,
        dependsOn: made.map(({ settled }) => settled),
        // A scheduling policy cannot be added to a queue or removed from it.
        // https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html
        replaceOnChanges: ["schedulingPolicyArn"],
        // Batch ends about 16 jobs a second first. The provider waits 10 minutes by itself.
        customTimeouts: { delete: "60m" },
      },
    );
    this.registerOutputs({ queueArn: this.queue.arn });
  }
}

function validate(name: string, args: ComputeArgs): void {
  const checks = new ArgumentChecks("Compute", name);
  const names = args.environments.map((environment) => environment.name);
  // https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
  checks.distinct("environments", names, 3);
  args.environments.forEach((environment, index) => {
    const field = (property: keyof EnvironmentArgs) => `environments[${index}].${property}`;
    const { minVcpus, maxVcpus, instanceTypes } = environment;
    checks.wholeNumber(field("maxVcpus"), maxVcpus, 1, maxEnvironmentVcpus);
    checks.wholeNumber(field("minVcpus"), minVcpus ?? 0, 0, maxVcpus);
    checks.distinct(field("instanceTypes"), instanceTypes);
    const [first = "", ...others] = instanceTypes;
    const other = others.find((type) => architectureOf(type) !== architectureOf(first));
    const kinds = `${first} and ${other} have different processors, and an image runs on one only; keep one kind`;
    if (other !== undefined) checks.fail("BL-K004", field("instanceTypes"), kinds);
    const mixed =
      "all environments of a queue have GPUs or none does, because jobs without GPUs would use them up; make two queues";
    if (Boolean(environment.gpu) !== Boolean(args.environments[0]?.gpu))
      checks.fail("BL-K004", field("gpu"), mixed);
  });
  checks.wholeNumber("priority", args.priority ?? 1, 0, 1_000);
  if (args.shares !== undefined) checkShares(checks, args.shares);
  checks.wholeNumber("jobMinutesOnUpdate", args.jobMinutesOnUpdate ?? 60, 1, 360);
  const cancelAfter = args.cancelWithoutCapacityAfterSeconds ?? 21_600;
  checks.wholeNumber("cancelWithoutCapacityAfterSeconds", cancelAfter, 600, 86_400);
}

/**
 * Cancels jobs that would stay RUNNABLE forever: soon if no environment can hold them, later if EC2 has no capacity.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_JobStateTimeLimitAction.html
 */
function timeLimits(withoutCapacitySeconds: number) {
  const shortest = 600;
  const seconds = {
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY": withoutCapacitySeconds,
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": shortest,
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT": shortest,
  };
  const cancel = { state: "RUNNABLE", action: "CANCEL" };
  return Object.entries(seconds).map(([reason, maxTimeSeconds]) => ({ reason, maxTimeSeconds, ...cancel }));
}
