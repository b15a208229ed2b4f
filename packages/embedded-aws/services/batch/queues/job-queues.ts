import type { CreateJobQueueRequest, JobQueueDetail } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import { check } from "../checks/client-exception.ts";
import { timeLimits } from "../checks/time-limits.ts";
import type { ComputeEnvironment, ComputeEnvironments } from "../environments/compute-environments.ts";
import { NamedResources, type With } from "../named-resources.ts";

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
    const { computeEnvironmentOrder: environments = [] } = spec;
    check(
      environments.length >= 1 && environments.length <= maxEnvironments,
      `job queue ${name} must have 1 to ${maxEnvironments} compute environments, not ${environments.length}`,
    );
    timeLimits(spec.jobStateTimeLimitActions);
    const inOrder = environments.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
    return this.add(name, {
      ...spec,
      jobQueueName: name,
      jobQueueArn: this.arnOf(name),
      priority: spec.priority ?? 0,
      state: spec.state ?? "ENABLED",
      status: "VALID",
      statusReason: "JobQueue Healthy",
      tags: spec.tags ?? {},
      computeEnvironmentOrder: inOrder.map(({ order, computeEnvironment }) => {
        const environment = this.#environments.find(computeEnvironment);
        check(environment !== undefined, `computeEnvironment ${computeEnvironment} does not exist`);
        return { order, computeEnvironment: environment.computeEnvironmentArn };
      }),
    });
  }

  /** A queue's compute environments, in the order in which they are tried. */
  environmentsOf({ computeEnvironmentOrder }: JobQueue): ComputeEnvironment[] {
    return computeEnvironmentOrder.map(({ computeEnvironment }) =>
      must(this.#environments.find(computeEnvironment), "a queue's environments exist"),
    );
  }
}
