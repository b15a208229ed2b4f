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
  /** Over all instances. */
  readonly maximum: Resources;
  /** What the biggest instance type holds; one container never spans two. */
  readonly largestInstance: Resources;
  /** Nothing new is placed in one that is not. @default true */
  readonly enabled?: boolean;
}

/**
 * Why no environment of a queue can ever run a job, in Batch's codes and words: what `jobStateTimeLimitActions` names, and what
 * `statusReason` says. https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html
 */
export const misfits = {
  "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE":
    "CE(s) associated with the job queue cannot meet the CPU requirement of the job.",
  "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT":
    "The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.",
} as const;
export type Misfit = keyof typeof misfits;

/** A bounded amount of vCPUs, memory and GPUs, and how much of it is taken. */
export class Capacity {
  readonly maximum: Resources;
  #vcpus = 0;
  #memoryMiB = 0;
  #gpus = 0;

  constructor(maximum: Resources) {
    this.maximum = maximum;
  }

  get used(): Resources {
    const used = { vcpus: this.#vcpus, memoryMiB: this.#memoryMiB };
    return this.#gpus === 0 ? used : { ...used, gpus: this.#gpus };
  }

  get idle(): boolean {
    return this.#vcpus === 0 && this.#memoryMiB === 0;
  }

  fits(request: Resources): boolean {
    return (
      this.#vcpus + request.vcpus <= this.maximum.vcpus &&
      this.#memoryMiB + request.memoryMiB <= this.maximum.memoryMiB &&
      this.#gpus + (request.gpus ?? 0) <= (this.maximum.gpus ?? 0)
    );
  }

  take(request: Resources): void {
    this.#vcpus += request.vcpus;
    this.#memoryMiB += request.memoryMiB;
    this.#gpus += request.gpus ?? 0;
  }

  release(request: Resources): void {
    this.#vcpus -= request.vcpus;
    this.#memoryMiB -= request.memoryMiB;
    this.#gpus -= request.gpus ?? 0;
  }
}

/** A compute environment's capacity. */
export class Environment extends Capacity {
  readonly name: string;
  readonly enabled: boolean;
  readonly #largestInstance: Resources;

  constructor(spec: EnvironmentSpec) {
    super(spec.maximum);
    this.name = spec.name;
    this.enabled = spec.enabled ?? true;
    this.#largestInstance = spec.largestInstance;
  }

  /** Why `request`, in containers of `nodes`, can never run here; undefined when it can, once there is room. */
  misfit(request: Resources & { readonly nodes?: readonly Resources[] }): Misfit | undefined {
    const { vcpus, memoryMiB } = request;
    if (exceeds({ vcpus, memoryMiB }, this.maximum))
      return "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE";
    const containers = request.nodes ?? [request];
    const tooManyGpus = (request.gpus ?? 0) > (this.maximum.gpus ?? 0);
    return tooManyGpus || containers.some((container) => exceeds(container, this.#largestInstance))
      ? "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"
      : undefined;
  }
}

function exceeds(request: Resources, bound: Resources): boolean {
  return (
    request.vcpus > bound.vcpus ||
    request.memoryMiB > bound.memoryMiB ||
    (request.gpus ?? 0) > (bound.gpus ?? 0)
  );
}
