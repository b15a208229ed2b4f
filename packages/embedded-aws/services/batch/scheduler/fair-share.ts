import { Heap } from "@batchline/clock";
import type { ScheduledJob } from "./job.ts";
import type { JobOrder } from "./job-order.ts";

/** A queue's fair-share policy. */
export interface FairShare {
  /** How long what a share has used is remembered: after this time 1/e of it still counts. Milliseconds, more than 0. */
  readonly decayMs: number;
  /** 0–99: of the capacity, (reservation / 100) ^ active shares is kept for shares that are not active. */
  readonly reservation: number;
  /** The weight factor of a share: more than 0, and the lower, the more it gets. */
  weightOf(share: string): number;
}

/** A share identifier: its jobs that are RUNNABLE and what it uses. */
class Share {
  readonly ready: Heap<ScheduledJob>;
  readonly #decayMs: number;
  #running = 0;
  /** The mean of the vCPUs in use, weighted by how long ago that was. */
  #mean = 0;
  #at = 0;

  constructor(decayMs: number) {
    this.#decayMs = decayMs;
    this.ready = new Heap<ScheduledJob>(inFront);
  }

  /** vCPUs that run now. */
  get running(): number {
    return this.#running;
  }

  get active(): boolean {
    return this.#running > 0 || this.ready.size > 0;
  }

  /** What it uses now and has used before, in vCPUs. */
  usage(now: number): number {
    return this.#running + this.#meanAt(now);
  }

  /** `vcpus` more, or, below 0, fewer run from `now` on. */
  change(vcpus: number, now: number): void {
    this.#mean = this.#meanAt(now);
    this.#at = now;
    this.#running += vcpus;
  }

  #meanAt(now: number): number {
    return this.#running + (this.#mean - this.#running) * Math.exp((this.#at - now) / this.#decayMs);
  }
}

/**
 * The jobs of a queue with a fair-share policy: the next one is of the share that, for its weight, uses least; within a share the
 * job of highest priority, then the one submitted first. What AWS computes exactly is not documented; this keeps to what is:
 * usage × weight factor decides, recent usage counts more.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_scheduling.html
 */
export class FairShareOrder implements JobOrder {
  readonly #policy: FairShare;
  readonly #shares = new Map<string, Share>();
  readonly #maxVcpus: number;

  /** @param maxVcpus of all the queue's environments. */
  constructor(policy: FairShare, maxVcpus: number) {
    this.#policy = policy;
    this.#maxVcpus = maxVcpus;
  }

  add(job: ScheduledJob): void {
    this.#shareOf(job).ready.push(job);
  }

  remove(job: ScheduledJob): void {
    this.#shareOf(job).ready.remove(job);
  }

  head(now: number): ScheduledJob | undefined {
    let [first, least]: [ScheduledJob | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
    for (const [name, share] of this.#shares) {
      const job = share.ready.peek();
      if (job === undefined) continue;
      const usage = share.usage(now) * this.#policy.weightOf(name);
      if (first !== undefined && (usage > least || (usage === least && first.sequence < job.sequence)))
        continue;
      [first, least] = [job, usage];
    }
    return first;
  }

  /**
   * Whether the job may start without touching what is reserved for shares that are not active. Always when nothing else of the
   * queue runs: what is left by a high reservation may be less than one job.
   */
  admits(job: ScheduledJob): boolean {
    const shares = [...this.#shares.values()];
    const running = shares.reduce((sum, share) => sum + share.running, 0);
    const active = shares.filter((share) => share.active).length;
    const reserved = this.#maxVcpus * (this.#policy.reservation / 100) ** active;
    return running === 0 || running + job.request.vcpus <= this.#maxVcpus - reserved;
  }

  started(job: ScheduledJob, now: number): void {
    this.#shareOf(job).change(job.request.vcpus, now);
  }

  ended(job: ScheduledJob, now: number): void {
    this.#shareOf(job).change(-job.request.vcpus, now);
  }

  #shareOf({ request: { share = "" } }: ScheduledJob): Share {
    const known = this.#shares.get(share);
    if (known !== undefined) return known;
    const added = new Share(this.#policy.decayMs);
    this.#shares.set(share, added);
    return added;
  }
}

function inFront(a: ScheduledJob, b: ScheduledJob): boolean {
  const [first, second] = [a.request.priority ?? 0, b.request.priority ?? 0];
  return first > second || (first === second && a.sequence < b.sequence);
}
