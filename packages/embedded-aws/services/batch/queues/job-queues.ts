import type {
  ComputeEnvironmentOrder,
  CreateJobQueueRequest,
  JobQueueDetail,
  UpdateJobQueueRequest,
} from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import { check, checkState, notEmulated } from "../checks/client-exception.ts";
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
    const name = this.newName(spec.jobQueueName, "Job Queue");
    checkOther(spec);
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
      computeEnvironmentOrder: this.#checkedOrder(spec.computeEnvironmentOrder),
    });
  }

  /** Throws ClientException for an unknown queue or environment, and for what Batch refuses. */
  update({ jobQueue, ...changes }: UpdateJobQueueRequest): JobQueue {
    const queue = this.get(jobQueue);
    const { schedulingPolicyArn: policy, computeEnvironmentOrder: order } = changes;
    checkState(queue.status !== "DELETING", `${queue.jobQueueArn} does not exist`);
    checkOther(changes);
    check(
      policy === undefined || queue.schedulingPolicyArn !== undefined,
      `job queue ${queue.jobQueueName} was created without a fair-share scheduling policy and cannot have one added`,
    );
    timeLimits(changes.jobStateTimeLimitActions);
    const checked = order && { computeEnvironmentOrder: this.#checkedOrder(order) };
    return Object.assign(queue, given(changes), checked);
  }

  /** The queues that use an environment, also those that are being deleted. */
  using({ computeEnvironmentArn }: ComputeEnvironment): JobQueue[] {
    return this.all().filter(({ computeEnvironmentOrder }) =>
      computeEnvironmentOrder.some(({ computeEnvironment }) => computeEnvironment === computeEnvironmentArn),
    );
  }

  /** With the environments' ARNs, in the order in which they are tried. The words are Batch's. */
  #checkedOrder(order: readonly ComputeEnvironmentOrder[] = []): ComputeEnvironmentOrder[] {
    check(order.length > 0, "computeEnvironmentOrder is required.");
    check(
      order.length <= maxEnvironments,
      `Only ${maxEnvironments} environments are allowed in job queue request.`,
    );
    const places = new Set(order.map((each) => each.order));
    check(places.size === order.length, "Duplicate ComputeEnvironment order values.");
    const checked = order
      .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
      .map(({ order, computeEnvironment }) => {
        const environment = this.#environments.find(computeEnvironment);
        check(
          environment?.status === "VALID",
          "Compute Environments must be created and valid before attaching them to a job queue",
        );
        return { order, computeEnvironment: environment.computeEnvironmentArn };
      });
    const arns = new Set(checked.map(({ computeEnvironment }) => computeEnvironment));
    check(arns.size === order.length, "Duplicate ComputeEnvironments within order list.");
    return checked;
  }

  /** A queue's compute environments, in the order in which they are tried. */
  environmentsOf({ computeEnvironmentOrder }: JobQueue): ComputeEnvironment[] {
    return computeEnvironmentOrder.map(({ computeEnvironment }) =>
      must(this.#environments.find(computeEnvironment), "a queue's environments exist"),
    );
  }
}

/** Throws ClientException for queues that are not emulated: of other types than ECS, and with service environments. */
function checkOther(queue: Pick<CreateJobQueueRequest, "jobQueueType" | "serviceEnvironmentOrder">): void {
  const { jobQueueType = "ECS", serviceEnvironmentOrder } = queue;
  check(jobQueueType === "ECS", `A job queue of type ${jobQueueType} is not emulated.`);
  notEmulated("serviceEnvironmentOrder", serviceEnvironmentOrder);
}
