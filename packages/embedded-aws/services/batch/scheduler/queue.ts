import type { Environment, Misfit } from "./capacity.ts";
import { type FairShare, FairShareOrder } from "./fair-share.ts";
import type { JobRequest, ScheduledJob } from "./job.ts";
import { Fifo, type JobOrder } from "./job-order.ts";

export interface QueueSpec {
  readonly name: string;
  /** A higher number is served first. */
  readonly priority: number;
  /** Names of 1–3 compute environments, in the order in which they are tried. */
  readonly environments: readonly string[];
  /** By reason: milliseconds after which a job that can never run, and blocks the queue, is cancelled. */
  readonly timeLimits?: Readonly<Partial<Record<Misfit, number>>>;
  /** @default first in, first out */
  readonly fairShare?: FairShare;
}

/** The RUNNABLE jobs of one queue. As in AWS Batch, the job at the head blocks the others until it fits. */
export class ReadyQueue {
  readonly order: JobOrder;
  #spec: QueueSpec;
  #environments: readonly Environment[];
  /** When a job last left its head. Then all others moved. */
  #movedAt = 0;

  constructor(spec: QueueSpec, environments: readonly Environment[]) {
    this.#spec = spec;
    this.#environments = environments;
    const { fairShare } = spec;
    const maxVcpus = () => this.#environments.reduce((sum, { maximum }) => sum + maximum.vcpus, 0);
    this.order =
      fairShare === undefined
        ? new Fifo()
        : new FairShareOrder(() => this.#spec.fairShare ?? fairShare, maxVcpus);
  }

  get spec(): QueueSpec {
    return this.#spec;
  }

  /** Its jobs stay in their places. As in AWS Batch, a policy may be replaced, but neither added nor removed. */
  change(spec: QueueSpec, environments: readonly Environment[]): void {
    this.#spec = spec;
    this.#environments = environments;
  }

  /** Takes a job out that starts or is cancelled. */
  leave(job: ScheduledJob, now: number): void {
    if (this.order.head(now) === job) this.#movedAt = now;
    this.order.remove(job);
  }

  /** The first `most` jobs in the order in which they would start now, with the time since when each has its place. */
  front(now: number, most: number): { readonly job: ScheduledJob; readonly since: number }[] {
    const jobs: ScheduledJob[] = [];
    for (let job = this.order.head(now); job && jobs.length < most; job = this.order.head(now)) {
      this.order.remove(job);
      // Its share then has more in use, and another share may come next.
      this.order.started(job, now);
      jobs.push(job);
    }
    for (const job of jobs) {
      this.order.ended(job, now);
      this.order.add(job);
    }
    return jobs.map((job) => ({ job, since: Math.max(job.runnableAt ?? 0, this.#movedAt) }));
  }

  /** The first enabled environment with room for `request` now. */
  place(request: JobRequest): Environment | undefined {
    return this.#environments.find(
      (each) => each.spec.enabled !== false && each.misfit(request) === undefined && each.fits(request),
    );
  }

  /** Why none of the environments can ever run `request`. Undefined if one can, even if it is disabled now. */
  misfit(request: JobRequest): Misfit | undefined {
    const reasons = this.#environments.map((environment) => environment.misfit(request));
    if (reasons.includes(undefined)) return undefined;
    // If one has the vCPUs, something else is short.
    return (
      reasons.find((reason) => reason !== "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE") ?? reasons[0]
    );
  }
}
