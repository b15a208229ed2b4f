/** vCPUs and memory of a container, or of an instance. */
export interface Resources {
  readonly vcpus: number;
  readonly memoryMiB: number;
}

/** A compute environment as the scheduler sees it. */
export interface EnvironmentSpec {
  readonly name: string;
  /** Over all instances. */
  readonly maximum: Resources;
  /** What the biggest instance type holds; one container never spans two. */
  readonly largestInstance: Resources;
}

/** A bounded amount of vCPUs and memory, and how much of it is taken. */
export class Capacity {
  readonly maximum: Resources;
  #vcpus = 0;
  #memoryMiB = 0;

  constructor(maximum: Resources) {
    this.maximum = maximum;
  }

  get used(): Resources {
    return { vcpus: this.#vcpus, memoryMiB: this.#memoryMiB };
  }

  get idle(): boolean {
    return this.#vcpus === 0 && this.#memoryMiB === 0;
  }

  fits(request: Resources): boolean {
    return (
      this.#vcpus + request.vcpus <= this.maximum.vcpus &&
      this.#memoryMiB + request.memoryMiB <= this.maximum.memoryMiB
    );
  }

  take(request: Resources): void {
    this.#vcpus += request.vcpus;
    this.#memoryMiB += request.memoryMiB;
  }

  release(request: Resources): void {
    this.#vcpus -= request.vcpus;
    this.#memoryMiB -= request.memoryMiB;
  }
}

/** A compute environment's capacity. */
export class Environment extends Capacity {
  readonly name: string;
  readonly #largestInstance: Resources;

  constructor(spec: EnvironmentSpec) {
    super(spec.maximum);
    this.name = spec.name;
    this.#largestInstance = spec.largestInstance;
  }

  /** Batch's words for why `request` can never run here; undefined when it can, once there is room. */
  misfit(request: Resources): string | undefined {
    if (request.vcpus > this.maximum.vcpus || request.memoryMiB > this.maximum.memoryMiB) {
      return "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - All compute environments have a maxVcpu setting that is smaller than the job requirements.";
    }
    const { vcpus, memoryMiB } = this.#largestInstance;
    if (request.vcpus > vcpus || request.memoryMiB > memoryMiB) {
      return "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - All compute environments have no connected instances that meet the job requirements.";
    }
    return undefined;
  }
}
