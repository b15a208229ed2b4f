import type { ComputeEnvironmentDetail, CreateComputeEnvironmentRequest } from "@aws-sdk/client-batch";
import { instanceRoom, nvidiaGpus } from "@batchline/aws-facts";
import { accountId } from "../../../host/identity/principal.ts";
import { clientException } from "../checks/client-exception.ts";
import { checkName } from "../checks/name.ts";
import type { EnvironmentSpec } from "../scheduler/capacity.ts";

/** Compute environments, by name and by ARN. They are VALID at once. */
export class ComputeEnvironments {
  readonly #region: string;
  readonly #byName = new Map<string, ComputeEnvironmentDetail>();

  constructor(region: string) {
    this.#region = region;
  }

  arnOf(name: string): string {
    return `arn:aws:batch:${this.#region}:${accountId}:compute-environment/${name}`;
  }

  /** Throws ClientException for a bad name, one that exists, or an environment without `maxvCpus`. */
  create(spec: CreateComputeEnvironmentRequest): ComputeEnvironmentDetail {
    const name = checkName(spec.computeEnvironmentName, "computeEnvironmentName");
    if (this.#byName.has(name)) throw clientException("Object already exists");
    if (spec.type === "MANAGED" && !((spec.computeResources?.maxvCpus ?? 0) > 0)) {
      throw clientException(`computeResources.maxvCpus of ${name} must be at least 1`);
    }
    const { eksConfiguration: _, ...fields } = spec;
    const detail: ComputeEnvironmentDetail = {
      ...fields,
      computeEnvironmentName: name,
      computeEnvironmentArn: this.arnOf(name),
      ecsClusterArn: `arn:aws:ecs:${this.#region}:${accountId}:cluster/AWSBatch-${name}`,
      state: spec.state ?? "ENABLED",
      status: "VALID",
      statusReason: "ComputeEnvironment Healthy",
      tags: spec.tags ?? {},
      containerOrchestrationType: "ECS",
    };
    this.#byName.set(name, detail);
    return detail;
  }

  /** By name or ARN. */
  find(reference: string): ComputeEnvironmentDetail | undefined {
    return this.#byName.get(reference.slice(reference.lastIndexOf("/") + 1));
  }

  all(): ComputeEnvironmentDetail[] {
    return [...this.#byName.values()];
  }
}

/** Of the smallest sizes with GPUs: g4dn.xlarge, g5.xlarge and g6.xlarge have one and 4 vCPUs. */
const vcpusPerGpu = 4;

/** A compute environment as the scheduler sees it. */
export function environmentSpec(detail: ComputeEnvironmentDetail): EnvironmentSpec {
  const vcpus = detail.computeResources?.maxvCpus ?? detail.unmanagedvCpus ?? 0;
  const types = detail.computeResources?.instanceTypes ?? [];
  const { largest, memoryMiBPerVcpu } = instanceRoom(types);
  const gpus = Math.max(0, ...types.map((type) => nvidiaGpus(type)));
  // Batch may launch an instance that takes it beyond maxvCpus; a job's own vCPUs never do.
  const memoryMiB = Math.max(vcpus * memoryMiBPerVcpu, largest.memoryMiB);
  return {
    name: detail.computeEnvironmentName ?? "",
    maximum: { vcpus, memoryMiB, gpus: gpus === 0 ? 0 : Math.max(gpus, Math.floor(vcpus / vcpusPerGpu)) },
    largestInstance: { ...largest, gpus },
    enabled: detail.state !== "DISABLED",
  };
}
