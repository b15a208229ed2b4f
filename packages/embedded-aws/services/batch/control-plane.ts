import type {
  CreateComputeEnvironmentRequest,
  CreateConsumableResourceRequest,
  CreateJobQueueRequest,
  CreateSchedulingPolicyRequest,
  DescribeConsumableResourceResponse,
  RegisterJobDefinitionRequest,
} from "@aws-sdk/client-batch";
import type { Clock } from "@batchline/clock";
import { check } from "./checks/client-exception.ts";
import { timeLimits } from "./checks/time-limits.ts";
import { type ConsumableResource, ConsumableResources } from "./consumable-resources/consumable-resources.ts";
import { ComputeEnvironments, environmentSpec } from "./environments/compute-environments.ts";
import { JobDefinitions } from "./job-definitions/job-definitions.ts";
import { JobQueues } from "./queues/job-queues.ts";
import { fairShareOf, SchedulingPolicies } from "./queues/scheduling-policies.ts";
import type { Scheduler } from "./scheduler/scheduler.ts";

/** Batch's resources other than jobs. Adds them to the scheduler. */
export class ControlPlane {
  readonly environments: ComputeEnvironments;
  readonly queues: JobQueues;
  readonly policies: SchedulingPolicies;
  readonly consumables: ConsumableResources;
  readonly definitions: JobDefinitions;
  protected readonly scheduler: Scheduler;
  readonly #clock: Clock;

  constructor(scheduler: Scheduler, region: string, clock: Clock) {
    this.scheduler = scheduler;
    this.#clock = clock;
    this.environments = new ComputeEnvironments(region);
    this.queues = new JobQueues(region, this.environments);
    this.policies = new SchedulingPolicies(region);
    this.consumables = new ConsumableResources(region);
    this.definitions = new JobDefinitions(region);
  }

  /** Throws ClientException, as do the other methods that create or register, for what Batch refuses. */
  createComputeEnvironment(spec: CreateComputeEnvironmentRequest): { readonly arn: string } {
    const detail = this.environments.create(spec);
    this.scheduler.pool.addEnvironment(environmentSpec(detail));
    return { arn: detail.computeEnvironmentArn };
  }

  createSchedulingPolicy(spec: CreateSchedulingPolicyRequest): { readonly arn: string } {
    return this.policies.create(spec);
  }

  createConsumableResource(spec: CreateConsumableResourceRequest): ConsumableResource {
    const resource = this.consumables.create(spec, this.#clock.now());
    const { consumableResourceName: name, totalQuantity: total, resourceType } = resource;
    this.scheduler.pool.consumables.add({ name, total, replenishable: resourceType === "REPLENISHABLE" });
    return resource;
  }

  describeConsumableResource(reference: string): DescribeConsumableResourceResponse | undefined {
    const resource = this.consumables.find(reference);
    if (resource === undefined) return undefined;
    const inUseQuantity = this.scheduler.pool.consumables.inUse(resource.consumableResourceName);
    return { ...resource, inUseQuantity, availableQuantity: resource.totalQuantity - inUseQuantity };
  }

  createJobQueue(spec: CreateJobQueueRequest): { readonly arn: string } {
    const { schedulingPolicyArn } = spec;
    const policy = this.policies.find(schedulingPolicyArn);
    check(
      schedulingPolicyArn === undefined || policy !== undefined,
      `Scheduling policy ${schedulingPolicyArn} does not exist`,
    );
    const detail = this.queues.create(spec);
    this.scheduler.pool.addQueue({
      name: detail.jobQueueName,
      priority: detail.priority,
      ...(policy && { fairShare: fairShareOf(policy) }),
      timeLimits: timeLimits(detail.jobStateTimeLimitActions),
      environments: this.queues.environmentsOf(detail).map((each) => each.computeEnvironmentName),
    });
    return { arn: detail.jobQueueArn };
  }

  /** The ARN ends with the revision. */
  registerJobDefinition(spec: RegisterJobDefinitionRequest): {
    readonly arn: string;
    readonly revision: number;
  } {
    const { jobDefinitionArn: arn, revision } = this.definitions.register(spec);
    return { arn, revision };
  }
}
