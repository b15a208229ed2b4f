import { Heap } from "@batchline/clock";
import type { ScheduledJob } from "./job.ts";
import type { JobOrder } from "./job-order.ts";

/** A queue's fair-share policy. */
export interface FairShare {
  /** Time, in milliseconds, after which 1/e of a share's past usage still counts. */
  readonly decayMs: number;
  /** 0–99: inactive shares keep (reservation / 100) ^ active shares of the capacity. */
  readonly reservation: number;
  /** Weight factor of a share, above 0. A lower one gets more. */
  weightOf(share: string): number;
}

/** RUNNABLE jobs and usage of a share identifier. */
class Share {
  readonly ready = new Heap<ScheduledJob>(inFront);
  readonly #decayMs: () => number;
  /** vCPUs in use now. */
  running = 0;
  /** Mean of the vCPUs in use. Recent use weighs more. */
  #mean = 0;
  #at = 0;

  constructor(decayMs: () => number) {
    this.#decayMs = decayMs;
  }

  get active(): boolean {
    return this.running > 0 || this.ready.size > 0;
  }

  /** Usage now and before, in vCPUs. */
  usage(now: number): number {
    return this.running + this.#meanAt(now);
  }

  /** Adds `vcpus`, which may be negative, to the vCPUs in use from `now` on. */
  change(vcpus: number, now: number): void {
    this.#mean = this.#meanAt(now);
    this.#at = now;
    this.running += vcpus;
  }

  #meanAt(now: number): number {
    return this.running + (this.#mean - this.running) * Math.exp((this.#at - now) / this.#decayMs());
  }
}

/**
 * Order of jobs under a fair-share policy. The share with the least usage × weight factor comes next. In a share, the job of
 * highest priority comes first, then the one submitted first. AWS does not document how recent usage weighs more.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_scheduling.html
 */
export class FairShareOrder implements JobOrder {
  readonly #policy: () => FairShare;
  readonly #shares = new Map<string, Share>();
  readonly #maxVcpus: () => number;

  /**
   * @param policy the queue's policy, which may be replaced
   * @param maxVcpus of all environments of the queue
   */
  constructor(policy: () => FairShare, maxVcpus: () => number) {
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
      const usage = share.usage(now) * this.#policy().weightOf(name);
      if (first !== undefined && (usage > least || (usage === least && first.sequence < job.sequence)))
        continue;
      [first, least] = [job, usage];
    }
    return first;
  }

  /**
   * Whether the job leaves the reservation for inactive shares free. Always true if no other job of the queue runs, because a
   * high reservation may leave less than one job needs.
   */
  admits(job: ScheduledJob): boolean {
    const shares = [...this.#shares.values()];
    const running = shares.reduce((sum, share) => sum + share.running, 0);
    const active = shares.filter((share) => share.active).length;
    const maxVcpus = this.#maxVcpus();
    const reserved = maxVcpus * (this.#policy().reservation / 100) ** active;
    return running === 0 || running + job.request.vcpus <= maxVcpus - reserved;
  }

  started(job: ScheduledJob, now: number): void {
    this.#shareOf(job).change(job.request.vcpus, now);
  }

  ended(job: ScheduledJob, now: number): void {
    this.#shareOf(job).change(-job.request.vcpus, now);
  }

  #shareOf({ request: { share = "" } }: ScheduledJob): Share {
    const known = this.#shares.get(share) ?? new Share(() => this.#policy().decayMs);
    this.#shares.set(share, known);
    return known;
  }
}

function inFront(a: ScheduledJob, b: ScheduledJob): boolean {
  const [first, second] = [a.request.priority ?? 0, b.request.priority ?? 0];
  return first > second || (first === second && a.sequence < b.sequence);
}
