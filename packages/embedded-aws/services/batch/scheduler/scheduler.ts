import type { Stop } from "./attempt.ts";
import { misfits, type Resources } from "./capacity.ts";
import { checkDependencies, linkDependencies } from "./dependencies.ts";
import {
  hasContainer,
  isFinal,
  type Job,
  type JobRequest,
  type JobState,
  type JobStatus,
  type ScheduledJob,
} from "./job.ts";
import type { Effect, SchedulerEvent } from "./messages.ts";
import { endedJob, newJob } from "./new-job.ts";
import { Pool } from "./pool.ts";
import type { ReadyQueue } from "./queue.ts";
import { isRetried } from "./retry.ts";
import { statusReasons } from "./status-reasons.ts";

type Event<T extends SchedulerEvent["type"]> = Extract<SchedulerEvent, { type: T }>;

/**
 * AWS Batch's scheduler as a pure function of events and times: it returns what to do, and does nothing itself. The same events
 * always give the same effects. https://docs.aws.amazon.com/batch/latest/userguide/job_states.html
 */
export class Scheduler {
  readonly pool: Pool;
  readonly #jobs = new Map<string, ScheduledJob>();
  /** Jobs that ended in this turn and whose dependents do not know yet. */
  readonly #ended: ScheduledJob[] = [];
  #effects: Effect[] = [];
  #sequence = 0;
  #now = 0;

  /** @param options.host the machine's own capacity, for all environments together; a job that needs more runs alone @default unlimited */
  constructor(options: { readonly host?: Resources } = {}) {
    this.pool = new Pool(options.host);
  }

  /** A job, an array, or a child (`<id>:<index>`). */
  job(id: string): Job | undefined {
    return this.#find(id);
  }

  /** All jobs and arrays in the order of submission, without children. */
  jobs(): Iterable<Job> {
    return this.#jobs.values();
  }

  /** Jobs and children with a container in the compute environment. */
  jobsIn(environment: string): readonly Job[] {
    return [...this.#jobs.values()]
      .flatMap((job) => job.children ?? [job])
      .filter((job) => hasContainer(job.status) && job.attempts.at(-1)?.environment === environment);
  }

  /**
   * Applies what happened at `now`, in epoch milliseconds. Late events do nothing, for example a timer of an ended attempt.
   * Throws RangeError for an unknown queue or dependency, and for N_TO_N between arrays of different sizes.
   */
  apply(event: SchedulerEvent, now: number): readonly Effect[] {
    this.#now = now;
    this.#effects = [];
    if (event.type === "submit") this.#submit(event.request);
    else if (event.type !== "pool-changed") {
      const job = this.#find(event.jobId);
      if (job === undefined) return [];
      if (event.type === "placed") this.#placed(job, event);
      else if (event.type === "started") this.#started(job, event);
      else if (event.type === "ended") this.#attemptEnded(job, event);
      else if (event.type === "timed-out") this.#timedOut(job, event);
      else if (event.type === "blocked") this.#cancelBlocked(job, event);
      else if (event.type === "reclaim")
        this.#stop(job, { cause: "reclaimed", statusReason: statusReasons.reclaimed(event.instance) });
      else this.#end(job, event);
    }
    this.#propagate();
    this.#schedule();
    return this.#effects;
  }

  /** Adds a job that ended in an earlier session. */
  restore(request: JobRequest, state: JobState, children: readonly JobState[]): void {
    this.#jobs.set(request.id, endedJob(request, this.#sequence, state, children));
    this.#sequence += request.arraySize ?? 1;
  }

  #find(id: string): ScheduledJob | undefined {
    const [job = "", index] = id.split(":");
    if (index === undefined) return this.#jobs.get(id);
    const child = this.#jobs.get(job)?.children?.[Number(index)];
    // Number() reads "", "01" and "1e0" too.
    return child?.id === id ? child : undefined;
  }

  #submit(request: JobRequest): void {
    this.pool.queue(request.queue);
    const find = (id: string) => this.#find(id);
    checkDependencies(request, find);
    const job = newJob(request, this.#sequence, this.#now);
    const failed = linkDependencies(job, find);
    this.#sequence += request.arraySize ?? 1;
    this.#jobs.set(request.id, job);
    if (job.children !== undefined || job.waitingFor > 0) this.#move(job, "PENDING");
    for (const waiting of failed) this.#failForDependency(waiting);
    if (isFinal(job.status)) return;
    for (const each of job.children ?? [job]) if (each.waitingFor === 0) this.#release(each);
  }

  /** All dependencies of `job` have succeeded. */
  #release(job: ScheduledJob): void {
    if (isFinal(job.status)) return;
    if (job.children !== undefined) {
      for (const child of job.children) if (--child.waitingFor === 0) this.#release(child);
    } else if (job.failure !== undefined) this.#settle(job, "FAILED", job.failure);
    else this.#makeRunnable(job);
  }

  #makeRunnable(job: ScheduledJob): void {
    this.#move(job, "RUNNABLE");
    job.runnableAt = this.#now;
    this.pool.queue(job.request.queue).order.add(job);
  }

  #failForDependency(job: ScheduledJob): void {
    if (job.children === undefined) {
      if (!isFinal(job.status)) this.#settle(job, "FAILED", job.failure ?? statusReasons.dependency);
      return;
    }
    job.failure ??= statusReasons.dependency;
    for (const child of job.children) this.#failForDependency(child);
  }

  #placed(job: ScheduledJob, event: Event<"placed">): void {
    const attempt = job.attempts.at(-1);
    if (attempt?.number === event.attempt && job.status === "STARTING")
      Object.assign(attempt, event.placement);
  }

  #started(job: ScheduledJob, event: Event<"started">): void {
    const attempt = job.attempts.at(-1);
    if (attempt?.number !== event.attempt || job.status !== "STARTING") return;
    Object.assign(attempt, event.placement);
    attempt.startedAt = this.#now;
    job.startedAt = this.#now;
    if (job.parent !== undefined) job.parent.startedAt ??= this.#now;
    this.#move(job, "RUNNING");
    const { timeoutSeconds } = job.request;
    if (timeoutSeconds !== undefined) {
      this.#effects.push({ type: "set-timer", job, attempt: attempt.number, ms: timeoutSeconds * 1000 });
    }
  }

  #attemptEnded(job: ScheduledJob, event: Event<"ended">): void {
    const attempt = job.attempts.at(-1);
    if (attempt?.number !== event.attempt || !hasContainer(job.status)) return;
    const { stop } = attempt;
    Object.assign(attempt, event.outcome);
    // A host that is gone cannot report an exit code.
    if (stop?.cause === "reclaimed") delete attempt.exitCode;
    attempt.stoppedAt = this.#now;
    attempt.statusReason = stop?.statusReason ?? event.outcome.statusReason ?? statusReasons.exited;
    this.pool.release(job, attempt, this.#now);
    if (attempt.startedAt !== undefined && job.request.timeoutSeconds !== undefined) {
      this.#effects.push({ type: "clear-timer", job, attempt: attempt.number });
    }
    if (stop === undefined && attempt.exitCode === 0) this.#settle(job, "SUCCEEDED", attempt.statusReason);
    else if (mayRetry(stop) && isRetried(job.request.retry, attempt.number, attempt)) {
      job.statusReason = attempt.statusReason;
      this.#makeRunnable(job);
    } else this.#settle(job, "FAILED", attempt.statusReason);
  }

  #timedOut(job: ScheduledJob, event: Event<"timed-out">): void {
    if (job.attempts.at(-1)?.number !== event.attempt) return;
    this.#stop(job, { cause: "timeout", statusReason: statusReasons.timeout });
  }

  /** Stops a job's container, if it has one. The first cause counts, but TerminateJob overrides it. */
  #stop(job: ScheduledJob, stop: Stop): void {
    const attempt = job.attempts.at(-1);
    if (attempt === undefined || !hasContainer(job.status)) return;
    const stopping = attempt.stop !== undefined;
    if (stopping && stop.cause !== "terminated") return;
    attempt.stop = stop;
    if (!stopping) this.#effects.push({ type: "kill", job, attempt: attempt.number });
  }

  /** CancelJob and TerminateJob. Only TerminateJob stops a container. */
  #end(job: ScheduledJob, event: Event<"cancel" | "terminate">): void {
    if (isFinal(job.status)) return;
    const terminate = event.type === "terminate";
    const running = hasContainer(job.status);
    if (running && !terminate) return;
    job[terminate ? "isTerminated" : "isCancelled"] = true;
    if (running) this.#stop(job, { cause: "terminated", statusReason: event.reason });
    else if (job.status === "RUNNABLE") {
      this.pool.queue(job.request.queue).leave(job, this.#now);
      this.#settle(job, "FAILED", event.reason);
    } else {
      // AWS documents that a PENDING job ends only after its dependencies.
      job.failure ??= event.reason;
      for (const child of job.children ?? []) this.#end(child, event);
    }
  }

  #move(job: ScheduledJob, status: JobStatus): void {
    const summary = job.parent?.statusSummary;
    if (summary !== undefined) {
      summary[job.status]--;
      summary[status]++;
    }
    job.status = status;
    this.#effects.push({ type: "changed", job });
  }

  #settle(job: ScheduledJob, status: "SUCCEEDED" | "FAILED", reason: string | undefined): void {
    job.statusReason = reason;
    job.stoppedAt = this.#now;
    this.#move(job, status);
    this.#ended.push(job);
  }

  /** Passes ends on to dependents and parents, until nothing more ends. A loop, because chains may be 10,000 jobs long. */
  #propagate(): void {
    for (let job = this.#ended.pop(); job !== undefined; job = this.#ended.pop()) {
      const { dependents, parent } = job;
      job.dependents = [];
      for (const waiting of dependents) {
        if (job.status === "FAILED") this.#failForDependency(waiting);
        else if (--waiting.waitingFor === 0) this.#release(waiting);
      }
      if (parent !== undefined) this.#settleArray(parent);
    }
  }

  #settleArray(parent: ScheduledJob): void {
    const { children, statusSummary: summary } = parent;
    if (children === undefined || summary === undefined || isFinal(parent.status)) return;
    if (summary.SUCCEEDED + summary.FAILED < children.length) return;
    if (summary.FAILED === 0) this.#settle(parent, "SUCCEEDED", undefined);
    else this.#settle(parent, "FAILED", parent.failure ?? statusReasons.child);
  }

  /** Starts the jobs that fit, the queue of highest priority first. */
  #schedule(): void {
    for (const queue of this.pool.queues) {
      for (;;) {
        const job = queue.order.head(this.#now);
        if (job === undefined) break;
        const environment = this.pool.place(queue, job, this.#now);
        if (environment === undefined) {
          this.#explain(job, queue);
          break;
        }
        delete job.misfit;
        const number = job.attempts.length + 1;
        job.attempts.push({ number, environment });
        this.#move(job, "STARTING");
        this.#effects.push({ type: "start", job, attempt: number });
      }
    }
  }

  /** Sets the status reason of a queue's head that can never run, and its time limit. */
  #explain(job: ScheduledJob, queue: ReadyQueue): void {
    const misfit = queue.misfit(job.request);
    if (misfit === job.misfit) return;
    if (misfit === undefined) {
      delete job.misfit;
      delete job.statusReason;
      return;
    }
    job.misfit = misfit;
    job.statusReason = `${misfit} - ${misfits[misfit]}`;
    const ms = queue.spec.timeLimits?.[misfit];
    if (ms !== undefined) this.#effects.push({ type: "limit-block", job, misfit, ms });
  }

  /** `jobStateTimeLimitActions`, whose only action is to cancel. */
  #cancelBlocked(job: ScheduledJob, { misfit }: Event<"blocked">): void {
    if (job.status !== "RUNNABLE" || job.misfit !== misfit) return;
    this.#end(job, { type: "cancel", jobId: job.id, reason: statusReasons.timeLimit(misfit) });
  }
}

/** Batch does not retry jobs that timed out or were terminated. */
function mayRetry(stop: Stop | undefined): boolean {
  return stop === undefined || stop.cause === "reclaimed";
}
