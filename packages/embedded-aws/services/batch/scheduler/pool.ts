import { Capacity, Environment, type EnvironmentSpec, type Resources } from "./capacity.ts";
import { Consumables } from "./consumables.ts";
import type { MutableAttempt, ScheduledJob } from "./job.ts";
import { type QueueSpec, ReadyQueue } from "./queue.ts";

/** Compute environments, the queues over them, and what bounds both: decides which job starts next, and where. */
export class Pool {
  readonly #environments = new Map<string, Environment>();
  readonly #queues = new Map<string, ReadyQueue>();
  readonly consumables = new Consumables();
  #queuesByPriority: readonly ReadyQueue[] = [];
  readonly #host: Capacity | undefined;

  /** @param host what the machine itself can give to all environments together; nothing bounds it when it is absent. */
  constructor(host?: Resources) {
    this.#host = host && new Capacity(host);
  }

  /** Highest priority first. */
  get queues(): readonly ReadyQueue[] {
    return this.#queuesByPriority;
  }

  /** Adds a compute environment; its name must be new. */
  addEnvironment(spec: EnvironmentSpec): void {
    this.#environments.set(spec.name, new Environment(spec));
  }

  /** Adds a queue over environments that were added before. Throws RangeError when one was not. */
  addQueue(spec: QueueSpec): void {
    const environments = spec.environments.map((name) => {
      const environment = this.#environments.get(name);
      if (environment === undefined) {
        throw new RangeError(`queue ${spec.name}: there is no compute environment ${name}`);
      }
      return environment;
    });
    this.#queues.set(spec.name, new ReadyQueue(spec, environments));
    this.#queuesByPriority = [...this.#queues.values()].sort((a, b) => b.priority - a.priority);
  }

  /** vCPUs and memory taken in a compute environment now. */
  used(environment: string): Resources {
    return this.#environments.get(environment)?.used ?? { vcpus: 0, memoryMiB: 0 };
  }

  /** Throws RangeError when there is no such queue. */
  queue(name: string): ReadyQueue {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw new RangeError(`there is no job queue ${name}`);
    return queue;
  }

  /** Takes what `job`, the head of `queue`, needs, and returns the environment's name; undefined while there is no room. */
  place(queue: ReadyQueue, job: ScheduledJob, now: number): string | undefined {
    const { request } = job;
    if (!queue.order.admits(job) || !this.consumables.suffice(request.consumables)) return undefined;
    if (this.#host !== undefined && !this.#host.idle && !this.#host.fits(request)) return undefined;
    const environment = queue.place(request);
    if (environment === undefined) return undefined;
    queue.order.remove(job);
    queue.order.started(job, now);
    environment.take(request);
    this.consumables.take(request.consumables);
    this.#host?.take(request);
    return environment.name;
  }

  /** Gives back what an attempt had taken. */
  release(job: ScheduledJob, { environment }: MutableAttempt, now: number): void {
    this.queue(job.request.queue).order.ended(job, now);
    this.consumables.giveBack(job.request.consumables);
    this.#environments.get(environment)?.release(job.request);
    this.#host?.release(job.request);
  }
}
