import { availableParallelism } from "node:os";
import type {
  GetJobQueueSnapshotResponse,
  JobDetail,
  SubmitJobRequest,
  SubmitJobResponse,
} from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import type { Call } from "../../host/gateway/service.ts";
import { accountId } from "../../host/identity/principal.ts";
import { check, clientException } from "./checks/client-exception.ts";
import { checkMultiNode, checkShare, checkSubmission } from "./checks/submission.ts";
import { tagContext } from "./checks/tags.ts";
import type { ImageSource } from "./container/container.ts";
import { ContainerInstances } from "./container/container-instances.ts";
import type { TaskHost } from "./container/container-task.ts";
import { ProcessRunner } from "./container/process-runner.ts";
import { ControlPlane } from "./control-plane.ts";
import type { EndedJobs } from "./jobs/ended-jobs.ts";
import { jobDetail } from "./jobs/job-detail.ts";
import { newSubmission } from "./jobs/new-submission.ts";
import { containerOf, type Submission } from "./jobs/submission.ts";
import { MultiNodeRunner } from "./multi-node/multi-node-runner.ts";
import { queueSnapshot } from "./queues/queue-snapshot.ts";
import type { Resources } from "./scheduler/capacity.ts";
import { Dispatcher } from "./scheduler/dispatcher.ts";
import { isFinal, type Job } from "./scheduler/job.ts";
import type { SchedulerEvent } from "./scheduler/messages.ts";
import type { Runner } from "./scheduler/runner.ts";
import { Scheduler } from "./scheduler/scheduler.ts";

interface BatchOptions extends Omit<TaskHost, "memory" | "instances"> {
  readonly images: ImageSource;
  /**
   * The machine's own capacity, for all compute environments together. A job that needs more runs alone.
   * @default twice the cores as vCPUs, at least 4; unlimited memory, because containers seldom use their limit
   */
  readonly host?: Resources;
  /** Runs containers in another way. @default each as a process of this machine */
  readonly runner?: Runner;
  /** Keeps what has ended for the next session. @default it is gone with the session */
  readonly ended?: EndedJobs;
}

/** AWS Batch with processes as containers. */
export class Batch extends ControlPlane {
  readonly containerInstances: ContainerInstances;
  readonly #region: string;
  readonly #dispatcher: Dispatcher;
  readonly #runner: ProcessRunner;
  readonly #nodes: MultiNodeRunner;
  readonly #ended: EndedJobs | undefined;
  /** By id of the plain job or the array. */
  readonly #submissions = new Map<string, Submission>();
  readonly #listeners = new Set<(job: JobDetail) => void>();

  constructor(options: BatchOptions) {
    const { region, clock, host = thisMachine() } = options;
    const scheduler = new Scheduler({ host });
    super(scheduler, region, clock);
    this.#region = region;
    this.#ended = options.ended;
    const changed = (job: Job) => {
      this.waits.changed(job);
      this.#announce(job);
      this.#keep(job);
    };
    this.containerInstances = new ContainerInstances(region, (name) => {
      const environment = this.environments.find(name);
      return environment && (environment.computeResources?.instanceTypes ?? []);
    });
    const own = { ...options, instances: this.containerInstances };
    const processes = new ProcessRunner(own, (job) => containerOf(this.submissionOf(job), job.node));
    const { runner: containers = processes } = options;
    const mainNodeOf = (job: Job) => must(this.submissionOf(job).nodes, "the job has nodes").mainNode;
    this.#runner = processes;
    this.#nodes = new MultiNodeRunner({ containers, clock, changed, mainNodeOf });
    this.#dispatcher = new Dispatcher({ scheduler, clock, changed, runner: this.#nodes });
  }

  /** Adds the jobs that ended in earlier sessions. */
  async restoreEnded(): Promise<void> {
    for (const { request, submission, job, children, nodes } of (await this.#ended?.load()) ?? []) {
      this.#submissions.set(request.id, submission);
      this.scheduler.restore(request, job, children);
      this.#nodes.restore(request, nodes);
    }
  }

  /**
   * From now on Batch sees so much later that a container has a task and runs. Containers may ask before, as on AWS.
   * @param ms @default 0 at the start
   */
  delayReports(ms: number): void {
    this.#runner.reportDelayMs = ms;
  }

  submitJob(input: SubmitJobRequest, call: Call): SubmitJobResponse {
    checkSubmission(input);
    const queue = this.queues.find(input.jobQueue);
    const definition = this.definitions.find(input.jobDefinition);
    this.#authoriseSubmission(input, call);
    check(queue !== undefined, `JobQueue ${input.jobQueue} not found`);
    check(queue.state !== "DISABLED", `JobQueue ${queue.jobQueueName} is disabled`);
    check(definition !== undefined, `JobDefinition ${input.jobDefinition} not found`);
    check(definition.status === "ACTIVE", `JobDefinition ${input.jobDefinition} is not active`);
    checkShare(input, queue, definition);
    checkMultiNode(input, definition, this.queues.environmentsOf(queue));
    const { submission, request } = newSubmission(input, queue, definition, this.consumables);
    this.#submissions.set(request.id, submission);
    try {
      this.#dispatcher.dispatch({ type: "submit", request });
    } catch (cause) {
      this.#submissions.delete(request.id);
      throw cause instanceof RangeError ? clientException(cause.message) : cause;
    }
    return { jobArn: submission.jobArn, jobName: submission.jobName, jobId: request.id };
  }

  /** CancelJob or TerminateJob, without authorisation. Does nothing to jobs that do not exist or have ended. */
  endJob(type: "cancel" | "terminate", jobId: string, reason: string): void {
    this.#dispatcher.dispatch({ type, jobId, reason });
  }

  /** Simulates the reclaim of the Spot instance `i-…` under a job or child. Does nothing unless it runs. */
  reclaim(jobId: string, instance: string): void {
    this.#dispatcher.dispatch({ type: "reclaim", jobId, instance });
  }

  /** DescribeJobs' view of a job, array, child (`<id>:<index>`) or node (`<id>#<node>`). */
  describeJob(id: string): JobDetail | undefined {
    const job = this.job(id);
    return job && jobDetail(job, this.submissionOf(job));
  }

  /** GetJobQueueSnapshot's answer. Throws ClientException for an unknown queue. */
  queueSnapshot(reference: string): GetJobQueueSnapshotResponse {
    const queue = this.queues.find(reference);
    check(queue !== undefined, `JobQueue ${reference} not found`);
    const arnOf = (job: Job) => this.jobArn(job.id);
    return queueSnapshot(queue, this.scheduler, this.clock.now(), arnOf);
  }

  /** Calls `listener` with each job, array and child whose status changed. Returns a function that unsubscribes. */
  onJobStateChange(listener: (job: JobDetail) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  protected override dispatch(event: SchedulerEvent): void {
    this.#dispatcher.dispatch(event);
  }

  /** Ends all containers within 5 s. Nothing starts and no status changes after it. */
  async stop(): Promise<void> {
    this.instances.stop();
    this.#dispatcher.stop();
    await this.#runner.stop();
    await this.#ended?.written();
  }

  /** A job, array, child or node. */
  job(id: string): Job | undefined {
    return this.scheduler.job(id) ?? this.#nodes.node(id);
  }

  /** The nodes of a started multi-node parallel job; none of other jobs. */
  nodesOf(jobId: string): readonly Job[] {
    return this.#nodes.nodesOf(jobId);
  }

  /** Jobs and arrays, in the order of submission. */
  jobs(): Iterable<Job> {
    return this.scheduler.jobs();
  }

  jobArn(id: string): string {
    return `arn:aws:batch:${this.#region}:${accountId}:job/${id}`;
  }

  submissionOf(job: Job): Submission {
    return must(this.#submissions.get(job.request.id), "every job was submitted");
  }

  #announce(job: Job): void {
    if (this.#listeners.size === 0) return;
    const detail = jobDetail(job, this.submissionOf(job));
    for (const listener of this.#listeners) listener(detail);
  }

  /** Keeps the job that `changed` belongs to once it has ended, with its children or nodes. */
  #keep(changed: Job): void {
    const { id } = changed.request;
    const job = this.scheduler.job(id);
    const nodes = this.nodesOf(id);
    if (job === undefined || ![job, ...nodes].every(({ status }) => isFinal(status))) return;
    this.#ended?.keep(job, this.submissionOf(job), nodes);
  }

  /** As on AWS, before it is known whether anything exists. The ARN has a revision only if the request names one. */
  #authoriseSubmission(input: SubmitJobRequest, call: Call): void {
    const { jobDefinition, jobQueue, tags = {} } = input;
    const context = tagContext(tags);
    call.authorise("batch:SubmitJob", this.definitions.arnFor(jobDefinition), context);
    call.authorise("batch:SubmitJob", this.queues.arnFor(jobQueue), context);
    const override = input.consumableResourcePropertiesOverride?.consumableResourceList ?? [];
    for (const { consumableResource } of override) {
      call.authorise("batch:SubmitJob", this.consumables.arnFor(consumableResource), context);
    }
    if (Object.keys(tags).length > 0) call.authorise("batch:TagResource", this.jobArn("*"), context);
  }
}

function thisMachine(): Resources {
  const boundless = Number.POSITIVE_INFINITY;
  return { vcpus: Math.max(4, 2 * availableParallelism()), memoryMiB: boundless, gpus: boundless };
}
