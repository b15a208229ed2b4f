import type { ComputeEnvironmentDetail, CreateJobQueueRequest, JobQueueDetail } from "@aws-sdk/client-batch";
import { accountId } from "../../../host/identity/principal.ts";
import { clientException } from "../checks/client-exception.ts";
import { checkName } from "../checks/name.ts";
import { timeLimits } from "../checks/time-limits.ts";
import type { ComputeEnvironments } from "../environments/compute-environments.ts";

/** Batch's limit on compute environments a queue. https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const maxEnvironments = 3;

/** Job queues, by name and by ARN. They are VALID at once. */
export class JobQueues {
  readonly #region: string;
  readonly #environments: ComputeEnvironments;
  readonly #byName = new Map<string, JobQueueDetail>();

  constructor(region: string, environments: ComputeEnvironments) {
    this.#region = region;
    this.#environments = environments;
  }

  arnOf(name: string): string {
    return `arn:aws:batch:${this.#region}:${accountId}:job-queue/${name}`;
  }

  /** Throws ClientException for a bad name, one that exists, environments that do not, more than three, or bad time limits. */
  create(spec: CreateJobQueueRequest): JobQueueDetail {
    const name = checkName(spec.jobQueueName, "jobQueueName");
    if (this.#byName.has(name)) throw clientException("Object already exists");
    const order = [...(spec.computeEnvironmentOrder ?? [])].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
    if (order.length < 1 || order.length > maxEnvironments) {
      throw clientException(
        `job queue ${name} must have 1 to ${maxEnvironments} compute environments, not ${order.length}`,
      );
    }
    timeLimits(spec.jobStateTimeLimitActions);
    const detail: JobQueueDetail = {
      ...spec,
      jobQueueName: name,
      jobQueueArn: this.arnOf(name),
      priority: spec.priority ?? 0,
      state: spec.state ?? "ENABLED",
      status: "VALID",
      statusReason: "JobQueue Healthy",
      tags: spec.tags ?? {},
      computeEnvironmentOrder: order.map((each) => {
        const environment = this.#environments.find(each.computeEnvironment ?? "");
        if (environment === undefined) {
          throw clientException(`computeEnvironment ${each.computeEnvironment} does not exist`);
        }
        return { order: each.order, computeEnvironment: environment.computeEnvironmentArn };
      }),
    };
    this.#byName.set(name, detail);
    return detail;
  }

  /** By name or ARN. */
  find(reference: string): JobQueueDetail | undefined {
    return this.#byName.get(reference.slice(reference.lastIndexOf("/") + 1));
  }

  /** A queue's compute environments, in the order in which they are tried. */
  environmentsOf({ computeEnvironmentOrder = [] }: JobQueueDetail): ComputeEnvironmentDetail[] {
    return computeEnvironmentOrder.flatMap(
      ({ computeEnvironment = "" }) => this.#environments.find(computeEnvironment) ?? [],
    );
  }

  all(): JobQueueDetail[] {
    return [...this.#byName.values()];
  }
}
