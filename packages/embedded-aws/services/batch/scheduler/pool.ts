import type { MutableAttempt } from "./attempt.ts";
import { Capacity, Environment, type EnvironmentSpec, type Resources } from "./capacity.ts";
import { Consumables } from "./consumables.ts";
import type { ScheduledJob } from "./job.ts";
import { type QueueSpec, ReadyQueue } from "./queue.ts";

/** Compute environments, queues and limits. Decides which job starts next, and where. */
export class Pool {
  readonly #environments = new Map<string, Environment>();
  readonly #queues = new Map<string, ReadyQueue>();
  readonly consumables = new Consumables();
  #queuesByPriority: readonly ReadyQueue[] = [];
  readonly #host: Capacity | undefined;

  /** @param host the machine's own capacity, for all environments together @default unlimited */
  constructor(host?: Resources) {
    this.#host = host && new Capacity(host);
  }

  /** Highest priority first. */
  get queues(): readonly ReadyQueue[] {
    return this.#queuesByPriority;
  }

  /** Adds an environment, or changes it. What it runs goes on. */
  putEnvironment(spec: EnvironmentSpec): void {
    const existing = this.#environments.get(spec.name);
    if (existing === undefined) this.#environments.set(spec.name, new Environment(spec));
    else existing.spec = spec;
  }

  /** It must run nothing, and belong to no queue. */
  removeEnvironment(name: string): void {
    this.#environments.delete(name);
  }

  /** Adds a queue, or changes it. Throws RangeError unless its environments exist. */
  putQueue(spec: QueueSpec): void {
    const environments = spec.environments.map((name) => {
      const environment = this.#environments.get(name);
      if (environment === undefined) {
        throw new RangeError(`queue ${spec.name}: the compute environment ${name} does not exist`);
      }
      return environment;
    });
    const existing = this.#queues.get(spec.name);
    if (existing === undefined) this.#queues.set(spec.name, new ReadyQueue(spec, environments));
    else existing.change(spec, environments);
    this.#sortQueues();
  }

  /** Its jobs must have ended. */
  removeQueue(name: string): void {
    this.#queues.delete(name);
    this.#sortQueues();
  }

  used(environment: string): Resources {
    return this.#environments.get(environment)?.used ?? { vcpus: 0, memoryMiB: 0 };
  }

  /** Throws RangeError for an unknown queue. */
  queue(name: string): ReadyQueue {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw new RangeError(`the job queue ${name} does not exist`);
    return queue;
  }

  /** Reserves what `job`, the head of `queue`, needs. Returns the environment's name, or undefined if the job does not fit. */
  place(queue: ReadyQueue, job: ScheduledJob, now: number): string | undefined {
    const { request } = job;
    if (!queue.order.admits(job) || !this.consumables.suffice(request.consumables)) return undefined;
    if (this.#host !== undefined && !this.#host.idle && !this.#host.fits(request)) return undefined;
    const environment = queue.place(request);
    if (environment === undefined) return undefined;
    queue.leave(job, now);
    queue.order.started(job, now);
    environment.take(request);
    this.consumables.take(request.consumables);
    this.#host?.take(request);
    return environment.spec.name;
  }

  /** Releases what an attempt took. */
  release(job: ScheduledJob, { environment }: MutableAttempt, now: number): void {
    this.queue(job.request.queue).order.ended(job, now);
    this.consumables.giveBack(job.request.consumables);
    this.#environments.get(environment)?.release(job.request);
    this.#host?.release(job.request);
  }

  #sortQueues(): void {
    this.#queuesByPriority = [...this.#queues.values()].sort((a, b) => b.spec.priority - a.spec.priority);
  }
}
