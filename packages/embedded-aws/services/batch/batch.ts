import { availableParallelism } from "node:os";
import type { JobDetail, SubmitJobRequest, SubmitJobResponse } from "@aws-sdk/client-batch";
import type { Clock } from "@batchline/clock";
import type { Call } from "../../host/gateway/service.ts";
import { accountId } from "../../host/identity/principal.ts";
import { clientException } from "./checks/client-exception.ts";
import { checkMultiNode } from "./checks/multi-node-submission.ts";
import type { ImageSource, SecretSource, TaskEndpoints } from "./container/container.ts";
import type { LogSink } from "./container/container-log.ts";
import { ProcessRunner } from "./container/process-runner.ts";
import { ControlPlane } from "./control-plane.ts";
import { jobDetail } from "./jobs/job-detail.ts";
import type { JobSource } from "./jobs/list-jobs.ts";
import { checkShare, checkSubmission, newSubmission } from "./jobs/new-submission.ts";
import { containerOf, type Submission } from "./jobs/submission.ts";
import { MultiNodeRunner } from "./multi-node/multi-node-runner.ts";
import type { Resources } from "./scheduler/capacity.ts";
import { Dispatcher } from "./scheduler/dispatcher.ts";
import type { Job } from "./scheduler/job.ts";
import { Scheduler } from "./scheduler/scheduler.ts";

export interface BatchOptions {
  readonly clock: Clock;
  readonly logs: LogSink;
  readonly images: ImageSource;
  readonly ecs: TaskEndpoints;
  readonly secrets: SecretSource;
  readonly region: string;
  /** The gateway's URL, without a slash at its end; asked for when a container starts. */
  readonly endpoint: () => string;
  /** Containers' scratch directories are made, and removed, under it. */
  readonly dir: string;
  /**
   * How much this machine runs at once, whatever the compute environments allow: twice its cores by default, at least 4.
   * A job that asks for more runs alone. Memory is not bounded so: limits are not what containers really take.
   */
  readonly host?: Resources;
}

/** The embedded AWS Batch: its scheduler with real processes as containers. */
export class Batch extends ControlPlane implements JobSource {
  readonly #region: string;
  readonly #scheduler: Scheduler;
  readonly #dispatcher: Dispatcher;
  readonly #runner: ProcessRunner;
  readonly #nodes: MultiNodeRunner;
  /** By the id of the plain job or the array. */
  readonly #submissions = new Map<string, Submission>();
  readonly #listeners = new Set<(job: JobDetail) => void>();

  constructor(options: BatchOptions) {
    const { region, clock, host = thisMachine() } = options;
    const scheduler = new Scheduler({ host });
    super(scheduler, region, clock);
    this.#region = region;
    this.#scheduler = scheduler;
    this.#runner = new ProcessRunner({
      ...options,
      containerOf: (job) => containerOf(this.submissionOf(job), job.node),
    });
    this.#nodes = new MultiNodeRunner({
      containers: this.#runner,
      clock,
      mainNodeOf: (job) => this.submissionOf(job).nodes?.mainNode ?? 0,
      changed: (node) => this.#announce(node),
    });
    this.#dispatcher = new Dispatcher({
      scheduler: this.#scheduler,
      clock,
      runner: this.#nodes,
      changed: (job) => this.#announce(job),
    });
  }

  submitJob(input: SubmitJobRequest, call: Call): SubmitJobResponse {
    const { requestId } = call;
    checkSubmission(input, requestId);
    const queue = this.queues.find(input.jobQueue ?? "");
    const definition = this.definitions.find(input.jobDefinition ?? "");
    this.#authoriseSubmission(input, call);
    if (queue === undefined) throw clientException(`JobQueue ${input.jobQueue} not found`, requestId);
    if (queue.state === "DISABLED")
      throw clientException(`JobQueue ${queue.jobQueueName} is disabled`, requestId);
    if (definition === undefined)
      throw clientException(`JobDefinition ${input.jobDefinition} not found`, requestId);
    if (definition.status !== "ACTIVE")
      throw clientException(`JobDefinition ${input.jobDefinition} is not active`, requestId);
    checkShare(input, queue, requestId);
    checkMultiNode(input, definition, this.queues.environmentsOf(queue), requestId);
    const { submission, request } = newSubmission(input, queue, definition, this.consumables, requestId);
    this.#submissions.set(request.id, submission);
    try {
      this.#dispatcher.dispatch({ type: "submit", request });
    } catch (cause) {
      this.#submissions.delete(request.id);
      throw cause instanceof RangeError ? clientException(cause.message, requestId) : cause;
    }
    return { jobArn: submission.jobArn, jobName: submission.jobName, jobId: request.id };
  }

  /** CancelJob or TerminateJob, without any question of rights. Jobs that do not exist or have ended are left alone. */
  endJob(type: "cancel" | "terminate", jobId: string, reason: string): void {
    this.#dispatcher.dispatch({ type, jobId, reason });
  }

  /** As if Spot took the instance back on which the job or child runs, `i-…`. Does nothing to one that does not run. */
  reclaim(jobId: string, instance: string): void {
    this.#dispatcher.dispatch({ type: "reclaim", jobId, instance });
  }

  /** The job, array, child (`<id>:<index>`) or node (`<id>#<node>`) as DescribeJobs shows it. */
  describeJob(id: string): JobDetail | undefined {
    const job = this.job(id);
    return job && jobDetail(job, this.submissionOf(job));
  }

  /** Calls `listener` with each job, array and child whose status has changed. The returned function ends that. */
  onJobStateChange(listener: (job: JobDetail) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Ends all containers, within 5 s. Nothing starts and no status changes any more. */
  async stop(): Promise<void> {
    this.#dispatcher.stop();
    await this.#runner.stop();
  }

  job(id: string): Job | undefined {
    return this.#scheduler.job(id) ?? this.#nodes.node(id);
  }

  nodesOf(jobId: string): readonly Job[] {
    return this.#nodes.nodesOf(jobId);
  }

  jobs(): Iterable<Job> {
    return this.#scheduler.jobs();
  }

  jobArn(id: string): string {
    return `arn:aws:batch:${this.#region}:${accountId}:job/${id}`;
  }

  submissionOf(job: Job): Submission {
    const submission = this.#submissions.get(job.request.id);
    if (submission === undefined) throw new Error(`job ${job.id} was never submitted`);
    return submission;
  }

  #announce(job: Job): void {
    if (this.#listeners.size === 0) return;
    const detail = jobDetail(job, this.submissionOf(job));
    for (const listener of this.#listeners) listener(detail);
  }

  /** Rights come before whether anything exists, as in AWS. Names are looked at as ARNs; a revision only if it is given. */
  #authoriseSubmission(input: SubmitJobRequest, call: Call): void {
    const last = (reference = "") => reference.slice(reference.lastIndexOf("/") + 1);
    const tags = Object.entries(input.tags ?? {});
    const context = Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value]));
    call.authorise("batch:SubmitJob", this.definitions.arnOf(last(input.jobDefinition)), context);
    call.authorise("batch:SubmitJob", this.queues.arnOf(last(input.jobQueue)), context);
    const override = input.consumableResourcePropertiesOverride?.consumableResourceList ?? [];
    for (const { consumableResource } of override) {
      call.authorise("batch:SubmitJob", this.consumables.arnOf(last(consumableResource)), context);
    }
    if (tags.length > 0) call.authorise("batch:TagResource", this.jobArn("*"), context);
  }
}

/** Containers are processes: memory and GPUs are counted by environments only. */
function thisMachine(): Resources {
  const boundless = Number.POSITIVE_INFINITY;
  return { vcpus: Math.max(4, 2 * availableParallelism()), memoryMiB: boundless, gpus: boundless };
}
