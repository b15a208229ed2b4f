import type {
  CreateComputeEnvironmentRequest,
  CreateConsumableResourceRequest,
  CreateJobQueueRequest,
  CreateSchedulingPolicyRequest,
  DescribeConsumableResourceResponse,
  RegisterJobDefinitionRequest,
  UpdateComputeEnvironmentRequest,
  UpdateConsumableResourceRequest,
  UpdateJobQueueRequest,
  UpdateSchedulingPolicyRequest,
} from "@aws-sdk/client-batch";
import type { Clock } from "@batchline/clock";
import { check, checkState } from "./checks/client-exception.ts";
import { checkTags } from "./checks/tags.ts";
import { timeLimits } from "./checks/time-limits.ts";
import { type ConsumableResource, ConsumableResources } from "./consumable-resources/consumable-resources.ts";
import { ComputeEnvironments, environmentSpec } from "./environments/compute-environments.ts";
import { InstanceReplacement } from "./environments/instance-replacement.ts";
import { JobDefinitions } from "./job-definitions/job-definitions.ts";
import { JobWaits } from "./jobs/job-waits.ts";
import { type JobQueue, JobQueues } from "./queues/job-queues.ts";
import { fairShareOf, SchedulingPolicies } from "./queues/scheduling-policies.ts";
import { isFinal, type Job } from "./scheduler/job.ts";
import type { SchedulerEvent } from "./scheduler/messages.ts";
import type { Scheduler } from "./scheduler/scheduler.ts";

interface Changed {
  readonly arn: string;
  /** Resolves when AWS would show the resource as VALID again. */
  readonly settled: Promise<void>;
}

interface Deleted {
  /** Resolves when the jobs have ended and the resource is gone. */
  readonly gone: Promise<void>;
}

/**
 * Batch's resources other than jobs. Keeps the scheduler's pool in step with them. Methods that create, change or delete throw
 * ClientException for what Batch refuses.
 */
export abstract class ControlPlane {
  readonly environments: ComputeEnvironments;
  readonly queues: JobQueues;
  readonly policies: SchedulingPolicies;
  readonly consumables: ConsumableResources;
  readonly definitions: JobDefinitions;
  protected readonly scheduler: Scheduler;
  protected readonly waits = new JobWaits();
  protected readonly instances: InstanceReplacement;
  readonly clock: Clock;

  constructor(scheduler: Scheduler, region: string, clock: Clock) {
    this.scheduler = scheduler;
    this.clock = clock;
    this.environments = new ComputeEnvironments(region);
    this.queues = new JobQueues(region, this.environments);
    this.policies = new SchedulingPolicies(region);
    this.consumables = new ConsumableResources(region);
    this.definitions = new JobDefinitions(region);
    this.instances = new InstanceReplacement({
      clock,
      waits: this.waits,
      endAttempt: (jobId, instance) => this.dispatch({ type: "reclaim", jobId, instance }),
    });
  }

  protected abstract dispatch(event: SchedulerEvent): void;

  createComputeEnvironment(spec: CreateComputeEnvironmentRequest): { readonly arn: string } {
    checkTags(spec.tags);
    const detail = this.environments.create(spec);
    this.scheduler.pool.putEnvironment(environmentSpec(detail));
    return { arn: detail.computeEnvironmentArn };
  }

  /** Other changes than of vCPUs and state replace the instances: running jobs end as the update policy says. */
  updateComputeEnvironment(input: UpdateComputeEnvironmentRequest): Changed {
    const { environment, replacesInstances } = this.environments.update(input);
    const { computeEnvironmentArn: arn, computeEnvironmentName: name, updatePolicy = {} } = environment;
    const { promise: settled, resolve } = Promise.withResolvers<void>();
    const jobs = replacesInstances ? this.scheduler.jobsIn(name) : [];
    this.scheduler.pool.putEnvironment(environmentSpec(environment));
    environment.status = "UPDATING";
    this.instances.replace(jobs, updatePolicy, () => {
      environment.status = "VALID";
      resolve();
    });
    this.dispatch({ type: "pool-changed" });
    return { arn, settled };
  }

  /** Its instances go, and their jobs with them; those may be retried in another environment. */
  deleteComputeEnvironment(reference: string | undefined): Deleted {
    const environment = this.environments.get(reference);
    const { computeEnvironmentName: name, computeEnvironmentArn: arn } = environment;
    checkState(environment.status === "VALID", "Cannot delete, resource is being modified.");
    checkState(environment.state === "DISABLED", `Cannot delete, the state of ${arn} must be DISABLED.`);
    const inUse = this.queues.using(environment).length > 0;
    checkState(!inUse, "Cannot delete, found existing JobQueue relationship.");
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    environment.status = "DELETING";
    this.instances.end(this.scheduler.jobsIn(name), () => {
      this.scheduler.pool.removeEnvironment(name);
      this.environments.remove(name);
      resolve();
    });
    return { gone };
  }

  createSchedulingPolicy(spec: CreateSchedulingPolicyRequest): { readonly arn: string } {
    checkTags(spec.tags);
    return this.policies.create(spec);
  }

  /** Applies to the jobs that wait in its queues. */
  updateSchedulingPolicy(input: UpdateSchedulingPolicyRequest): void {
    const { arn } = this.policies.update(input);
    for (const queue of this.#queuesOf(arn)) this.#putQueue(queue);
    this.dispatch({ type: "pool-changed" });
  }

  deleteSchedulingPolicy(arn: string | undefined): void {
    const policy = this.policies.get(arn);
    const [queue] = this.#queuesOf(policy.arn);
    checkState(queue === undefined, `Cannot delete, ${policy.arn} is used by ${queue?.jobQueueArn}.`);
    this.policies.remove(policy.name);
  }

  createConsumableResource(spec: CreateConsumableResourceRequest): ConsumableResource {
    checkTags(spec.tags);
    return this.#putConsumable(this.consumables.create(spec, this.clock.now()));
  }

  /** Jobs that hold units keep them, also if fewer exist now. */
  updateConsumableResource(input: UpdateConsumableResourceRequest): ConsumableResource {
    const resource = this.#putConsumable(this.consumables.update(input));
    this.dispatch({ type: "pool-changed" });
    return resource;
  }

  /** Jobs that still need it wait. */
  deleteConsumableResource(reference: string | undefined): void {
    const { consumableResourceName: name } = this.consumables.existing(reference);
    this.consumables.remove(name);
    this.scheduler.pool.consumables.remove(name);
  }

  describeConsumableResource(reference: string): DescribeConsumableResourceResponse | undefined {
    const resource = this.consumables.find(reference);
    if (resource === undefined) return undefined;
    const inUseQuantity = this.scheduler.pool.consumables.inUse(resource.consumableResourceName);
    const availableQuantity = Math.max(0, resource.totalQuantity - inUseQuantity);
    return { ...resource, inUseQuantity, availableQuantity };
  }

  createJobQueue(spec: CreateJobQueueRequest): { readonly arn: string } {
    checkTags(spec.tags);
    this.#checkPolicy(spec.schedulingPolicyArn);
    const detail = this.queues.create(spec);
    this.#putQueue(detail);
    return { arn: detail.jobQueueArn };
  }

  /** A DISABLED queue refuses submissions; its jobs go on. Running jobs stay in the environment that they are in. */
  updateJobQueue(input: UpdateJobQueueRequest): { readonly arn: string } {
    this.#checkPolicy(input.schedulingPolicyArn);
    const detail = this.queues.update(input);
    this.#putQueue(detail);
    this.dispatch({ type: "pool-changed" });
    return { arn: detail.jobQueueArn };
  }

  /** Terminates its jobs. https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteJobQueue.html */
  deleteJobQueue(reference: string | undefined): Deleted {
    const queue = this.queues.get(reference);
    const { jobQueueName: name, jobQueueArn: arn } = queue;
    checkState(queue.status === "VALID", "Cannot delete, resource is being modified.");
    checkState(queue.state === "DISABLED", `Cannot delete, the state of ${arn} must be DISABLED.`);
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    queue.status = "DELETING";
    const jobs = [...this.scheduler.jobs()].filter((job) => job.request.queue === name && !isOver(job));
    this.waits.until(jobs, isOver, () => {
      this.scheduler.pool.removeQueue(name);
      this.queues.remove(name);
      resolve();
    });
    const reason = `The job queue ${name} was deleted.`;
    for (const { id: jobId } of jobs) this.dispatch({ type: "terminate", jobId, reason });
    return { gone };
  }

  /** The ARN ends with the revision. */
  registerJobDefinition(spec: RegisterJobDefinitionRequest): {
    readonly arn: string;
    readonly revision: number;
  } {
    checkTags(spec.tags);
    const { jobDefinitionArn: arn, revision } = this.definitions.register(spec);
    return { arn, revision };
  }

  #checkPolicy(arn: string | undefined): void {
    if (arn === undefined) return;
    check(arn.includes(":scheduling-policy/"), "Only scheduling policy Arn can be allowed.");
    check(this.policies.find(arn) !== undefined, `SchedulingPolicy ${arn} not found.`);
  }

  #queuesOf(policyArn: string): JobQueue[] {
    return this.queues.all().filter(({ schedulingPolicyArn }) => schedulingPolicyArn === policyArn);
  }

  #putQueue(queue: JobQueue): void {
    const policy = this.policies.find(queue.schedulingPolicyArn);
    this.scheduler.pool.putQueue({
      name: queue.jobQueueName,
      priority: queue.priority,
      ...(policy && { fairShare: fairShareOf(policy) }),
      timeLimits: timeLimits(queue.jobStateTimeLimitActions),
      environments: this.queues.environmentsOf(queue).map((each) => each.computeEnvironmentName),
    });
  }

  #putConsumable(resource: ConsumableResource): ConsumableResource {
    const { consumableResourceName: name, totalQuantity: total, resourceType } = resource;
    this.scheduler.pool.consumables.put({ name, total, replenishable: resourceType === "REPLENISHABLE" });
    return resource;
  }
}

function isOver({ status }: Job): boolean {
  return isFinal(status);
}
