import type {
  ComputeEnvironmentOrder,
  CreateJobQueueRequest,
  JobQueueDetail,
  UpdateJobQueueRequest,
} from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import { check } from "../checks/client-exception.ts";
import { timeLimits } from "../checks/time-limits.ts";
import type { ComputeEnvironment, ComputeEnvironments } from "../environments/compute-environments.ts";
import { given, NamedResources, type With } from "../named-resources.ts";

export type JobQueue = With<
  JobQueueDetail,
  "jobQueueName" | "jobQueueArn" | "priority" | "computeEnvironmentOrder"
>;

/** https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const maxEnvironments = 3;

/** Job queues. They are VALID at once. */
export class JobQueues extends NamedResources<JobQueue> {
  readonly #environments: ComputeEnvironments;

  constructor(region: string, environments: ComputeEnvironments) {
    super(region, "job-queue");
    this.#environments = environments;
  }

  /** Throws ClientException for a used name, an unknown environment, and for what Batch refuses. */
  create(spec: CreateJobQueueRequest): JobQueue {
    const name = this.newName(spec.jobQueueName, "jobQueueName");
    timeLimits(spec.jobStateTimeLimitActions);
    return this.add(name, {
      ...spec,
      jobQueueName: name,
      jobQueueArn: this.arnOf(name),
      priority: spec.priority ?? 0,
      state: spec.state ?? "ENABLED",
      status: "VALID",
      statusReason: "JobQueue Healthy",
      tags: spec.tags ?? {},
      computeEnvironmentOrder: this.#checkedOrder(name, spec.computeEnvironmentOrder),
    });
  }

  /** Throws ClientException for an unknown queue or environment, and for what Batch refuses. */
  update({ jobQueue, ...changes }: UpdateJobQueueRequest): JobQueue {
    const queue = this.get(jobQueue);
    const { state, schedulingPolicyArn: policy, computeEnvironmentOrder: order } = changes;
    check(queue.status !== "DELETING", `${queue.jobQueueArn} does not exist`);
    check(
      state === undefined || state === "ENABLED" || state === "DISABLED",
      `state must be ENABLED or DISABLED, not ${state}`,
    );
    check(
      policy === undefined || queue.schedulingPolicyArn !== undefined,
      `job queue ${queue.jobQueueName} was created without a fair-share scheduling policy and cannot have one added`,
    );
    timeLimits(changes.jobStateTimeLimitActions);
    const checked = order && { computeEnvironmentOrder: this.#checkedOrder(queue.jobQueueName, order) };
    return Object.assign(queue, given(changes), checked);
  }

  /** The queues that use an environment, also those that are being deleted. */
  using({ computeEnvironmentArn }: ComputeEnvironment): JobQueue[] {
    return this.all().filter(({ computeEnvironmentOrder }) =>
      computeEnvironmentOrder.some(({ computeEnvironment }) => computeEnvironment === computeEnvironmentArn),
    );
  }

  /** With the environments' ARNs, in the order in which they are tried. */
  #checkedOrder(name: string, order: readonly ComputeEnvironmentOrder[] = []): ComputeEnvironmentOrder[] {
    check(
      order.length >= 1 && order.length <= maxEnvironments,
      `job queue ${name} must have 1 to ${maxEnvironments} compute environments, not ${order.length}`,
    );
    return order
      .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
      .map(({ order, computeEnvironment }) => {
        const environment = this.#environments.find(computeEnvironment);
        check(environment !== undefined, `computeEnvironment ${computeEnvironment} does not exist`);
        const { computeEnvironmentArn: arn, status } = environment;
        check(status === "VALID", `${arn} must be valid before attaching to a job queue`);
        return { order, computeEnvironment: arn };
      });
  }

  /** A queue's compute environments, in the order in which they are tried. */
  environmentsOf({ computeEnvironmentOrder }: JobQueue): ComputeEnvironment[] {
    return computeEnvironmentOrder.map(({ computeEnvironment }) =>
      must(this.#environments.find(computeEnvironment), "a queue's environments exist"),
    );
  }
}
