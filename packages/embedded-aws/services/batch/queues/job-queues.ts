import type { CreateJobQueueRequest, JobQueueDetail } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import { clientException } from "../checks/client-exception.ts";
import { checkJobQueue } from "../checks/job-queue.ts";
import type { ComputeEnvironment, ComputeEnvironments } from "../environments/compute-environments.ts";
import { NamedResources, type With } from "../named-resources.ts";

export type JobQueue = With<
  JobQueueDetail,
  "jobQueueName" | "jobQueueArn" | "priority" | "computeEnvironmentOrder"
>;

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
    checkJobQueue(name, spec);
    const order = (spec.computeEnvironmentOrder ?? []).toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
    return this.add(name, {
      ...spec,
      jobQueueName: name,
      jobQueueArn: this.arnOf(name),
      priority: spec.priority ?? 0,
      state: spec.state ?? "ENABLED",
      status: "VALID",
      statusReason: "JobQueue Healthy",
      tags: spec.tags ?? {},
      computeEnvironmentOrder: order.map((each) => {
        const environment = this.#environments.find(each.computeEnvironment);
        if (environment === undefined) {
          throw clientException(`computeEnvironment ${each.computeEnvironment} does not exist`);
        }
        return { order: each.order, computeEnvironment: environment.computeEnvironmentArn };
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
