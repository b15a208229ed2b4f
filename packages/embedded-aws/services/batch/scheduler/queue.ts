import type { Environment, Misfit } from "./capacity.ts";
import { type FairShare, FairShareOrder } from "./fair-share.ts";
import type { JobRequest } from "./job.ts";
import { Fifo, type JobOrder } from "./job-order.ts";

export interface QueueSpec {
  readonly name: string;
  /** A queue with a higher number is served first. */
  readonly priority: number;
  /** Names of compute environments, in the order in which they are tried; 1–3. */
  readonly environments: readonly string[];
  /** Milliseconds after which a job is cancelled that holds up the queue because no environment can ever run it, by why. */
  readonly timeLimits?: Readonly<Partial<Record<Misfit, number>>>;
  /** First in, first out by default. */
  readonly fairShare?: FairShare;
}

/**
 * The jobs of one queue that are RUNNABLE. The job at the head holds up those behind it until there is room for it, as in AWS
 * Batch.
 */
export class ReadyQueue {
  readonly name: string;
  readonly priority: number;
  readonly timeLimits: Readonly<Partial<Record<Misfit, number>>>;
  readonly order: JobOrder;
  readonly #environments: readonly Environment[];

  constructor(spec: QueueSpec, environments: readonly Environment[]) {
    this.name = spec.name;
    this.priority = spec.priority;
    this.timeLimits = spec.timeLimits ?? {};
    this.#environments = environments;
    const vcpus = environments.reduce((sum, { maximum }) => sum + maximum.vcpus, 0);
    this.order = spec.fairShare === undefined ? new Fifo() : new FairShareOrder(spec.fairShare, vcpus);
  }

  /** The first enabled environment with room for `request` now. */
  place(request: JobRequest): Environment | undefined {
    return this.#environments.find(
      (environment) =>
        environment.enabled && environment.misfit(request) === undefined && environment.fits(request),
    );
  }

  /** Why none of the environments can ever run `request`; undefined when one can, be it disabled now. */
  misfit(request: JobRequest): Misfit | undefined {
    const reasons = this.#environments.map((environment) => environment.misfit(request));
    return reasons.includes(undefined) ? undefined : reasons[0];
  }
}
