import type { ComputeEnvironmentDetail, CreateComputeEnvironmentRequest } from "@aws-sdk/client-batch";
import { instanceRoom, nvidiaGpus } from "@batchline/aws-facts";
import { accountId } from "../../../host/identity/principal.ts";
import { check } from "../checks/client-exception.ts";
import { NamedResources, type With } from "../named-resources.ts";
import type { EnvironmentSpec } from "../scheduler/capacity.ts";

export type ComputeEnvironment = With<
  ComputeEnvironmentDetail,
  "computeEnvironmentName" | "computeEnvironmentArn"
>;

/** Compute environments. They are VALID at once. */
export class ComputeEnvironments extends NamedResources<ComputeEnvironment> {
  readonly #region: string;

  constructor(region: string) {
    super(region, "compute-environment");
    this.#region = region;
  }

  /** Throws ClientException for a used name, and for what Batch refuses. */
  create(spec: CreateComputeEnvironmentRequest): ComputeEnvironment {
    const name = this.newName(spec.computeEnvironmentName, "computeEnvironmentName");
    check(
      spec.type !== "MANAGED" || (spec.computeResources?.maxvCpus ?? 0) > 0,
      `computeResources.maxvCpus of ${name} must be at least 1`,
    );
    const { eksConfiguration: _, ...fields } = spec;
    return this.add(name, {
      ...fields,
      computeEnvironmentName: name,
      computeEnvironmentArn: this.arnOf(name),
      ecsClusterArn: `arn:aws:ecs:${this.#region}:${accountId}:cluster/AWSBatch-${name}`,
      state: spec.state ?? "ENABLED",
      status: "VALID",
      statusReason: "ComputeEnvironment Healthy",
      tags: spec.tags ?? {},
      containerOrchestrationType: "ECS",
    });
  }
}

/** Of the smallest sizes with GPUs: g4dn.xlarge, g5.xlarge and g6.xlarge have one and 4 vCPUs. */
const vcpusPerGpu = 4;

/** A compute environment as the scheduler takes it. */
export function environmentSpec(environment: ComputeEnvironment): EnvironmentSpec {
  const { computeResources, unmanagedvCpus = 0 } = environment;
  const { maxvCpus: vcpus = unmanagedvCpus, instanceTypes = [] } = computeResources ?? {};
  const { largest, memoryMiBPerVcpu } = instanceRoom(instanceTypes);
  const gpus = Math.max(0, ...instanceTypes.map((type) => nvidiaGpus(type)));
  // Batch may launch an instance that exceeds maxvCpus. A job's own vCPUs never do.
  const memoryMiB = Math.max(vcpus * memoryMiBPerVcpu, largest.memoryMiB);
  return {
    name: environment.computeEnvironmentName,
    maximum: { vcpus, memoryMiB, gpus: gpus === 0 ? 0 : Math.max(gpus, Math.floor(vcpus / vcpusPerGpu)) },
    largestInstance: { ...largest, gpus },
    enabled: environment.state !== "DISABLED",
  };
}
