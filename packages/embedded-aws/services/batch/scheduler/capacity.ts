/** vCPUs, memory and GPUs of a container, or of an instance. */
export interface Resources {
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** @default 0 */
  readonly gpus?: number;
}

/** A compute environment as the scheduler sees it. */
export interface EnvironmentSpec {
  readonly name: string;
  /** Of all instances together. */
  readonly maximum: Resources;
  /** Of the largest instance type. A container runs on one instance. */
  readonly largestInstance: Resources;
  /** A disabled environment gets no new jobs. @default true */
  readonly enabled?: boolean;
}

/**
 * Why no environment of a queue can ever run a job: Batch's codes in `jobStateTimeLimitActions`, and its texts in `statusReason`.
 * https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 */
export const misfits = {
  "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE":
    "CE(s) associated with the job queue cannot meet the CPU requirement of the job.",
  "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT":
    "The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.",
} as const;
export type Misfit = keyof typeof misfits;

/** Limits of vCPUs, memory and GPUs, with the amounts in use. */
export class Capacity {
  /** May become lower than what is in use: then nothing fits until enough is released. */
  maximum: Resources;
  readonly #used = { vcpus: 0, memoryMiB: 0, gpus: 0 };

  constructor(maximum: Resources) {
    this.maximum = maximum;
  }

  get used(): Resources {
    const { gpus, ...used } = this.#used;
    return gpus === 0 ? used : { ...used, gpus };
  }

  get idle(): boolean {
    return this.#used.vcpus === 0 && this.#used.memoryMiB === 0;
  }

  fits({ vcpus, memoryMiB, gpus = 0 }: Resources): boolean {
    const used = this.#used;
    const all = { vcpus: used.vcpus + vcpus, memoryMiB: used.memoryMiB + memoryMiB, gpus: used.gpus + gpus };
    return !exceeds(all, this.maximum);
  }

  take(request: Resources): void {
    this.#add(request, 1);
  }

  release(request: Resources): void {
    this.#add(request, -1);
  }

  #add({ vcpus, memoryMiB, gpus = 0 }: Resources, times: 1 | -1): void {
    this.#used.vcpus += times * vcpus;
    this.#used.memoryMiB += times * memoryMiB;
    this.#used.gpus += times * gpus;
  }
}

/** A compute environment's capacity. */
export class Environment extends Capacity {
  #spec: EnvironmentSpec;

  constructor(spec: EnvironmentSpec) {
    super(spec.maximum);
    this.#spec = spec;
  }

  get spec(): EnvironmentSpec {
    return this.#spec;
  }

  /** What runs goes on, also if it no longer fits. */
  set spec(spec: EnvironmentSpec) {
    this.#spec = spec;
    this.maximum = spec.maximum;
  }

  /** Why `request`, in containers of `nodes`, can never run here. Undefined if it can. */
  misfit(request: Resources & { readonly nodes?: readonly Resources[] }): Misfit | undefined {
    if (request.vcpus > this.maximum.vcpus) return "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE";
    const containers = request.nodes ?? [request];
    const isTooLarge = containers.some((container) => exceeds(container, this.spec.largestInstance));
    return isTooLarge || exceeds(request, this.maximum)
      ? "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
      : undefined;
  }
}

function exceeds({ vcpus, memoryMiB, gpus = 0 }: Resources, limit: Resources): boolean {
  return vcpus > limit.vcpus || memoryMiB > limit.memoryMiB || gpus > (limit.gpus ?? 0);
}
