import { isDeepStrictEqual } from "node:util";
import type {
  ComputeEnvironmentDetail,
  ComputeResource,
  CreateComputeEnvironmentRequest,
  UpdateComputeEnvironmentRequest,
} from "@aws-sdk/client-batch";
import { instanceRoom, nvidiaGpus } from "@batchline/aws-facts";
import { accountId } from "../../../host/identity/principal.ts";
import { checkState } from "../checks/client-exception.ts";
import { checkComputeEnvironment } from "../checks/compute-environment.ts";
import { checkEnvironmentUpdate, infrastructureFields } from "../checks/environment-update.ts";
import { given, NamedResources, type With } from "../named-resources.ts";
import type { EnvironmentSpec } from "../scheduler/capacity.ts";

export type ComputeEnvironment = With<
  ComputeEnvironmentDetail,
  "computeEnvironmentName" | "computeEnvironmentArn"
>;

/** Compute environments. They are VALID at once, but while their instances are replaced. */
export class ComputeEnvironments extends NamedResources<ComputeEnvironment> {
  readonly #region: string;

  constructor(region: string) {
    super(region, "compute-environment");
    this.#region = region;
  }

  /** Throws ClientException for a used name, and for what Batch refuses. */
  create(spec: CreateComputeEnvironmentRequest): ComputeEnvironment {
    const name = this.newName(spec.computeEnvironmentName, "Compute environment");
    checkComputeEnvironment(spec);
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

  /** Returns whether the change replaces the instances. Throws ClientException for an unknown environment, and for what Batch refuses. */
  update(input: UpdateComputeEnvironmentRequest): {
    readonly environment: ComputeEnvironment;
    readonly replacesInstances: boolean;
  } {
    const environment = this.get(input.computeEnvironment);
    const { status, computeEnvironmentArn: arn } = environment;
    checkState(status !== "DELETING", `${arn} does not exist`);
    checkState(status === "VALID", "Cannot update, resource is being modified.");
    checkEnvironmentUpdate(environment, input);
    const { computeResources: before } = environment;
    const { computeResources: update, computeEnvironment: _, ...fields } = input;
    const { updateToLatestImageVersion = false, ...changes } = given(update ?? {});
    const after = { ...before, ...changes } as ComputeResource;
    Object.assign(environment, given(fields), before && { computeResources: after });
    const replacesInstances =
      updateToLatestImageVersion ||
      infrastructureFields(changes).some((field) => !same(field, before, after));
    return { environment, replacesInstances };
  }
}

function same(field: string, before: object = {}, after: object = {}): boolean {
  return isDeepStrictEqual(Reflect.get(before, field), Reflect.get(after, field));
}

/** Of the smallest sizes with GPUs: g4dn.xlarge, g5.xlarge and g6.xlarge have one and 4 vCPUs. */
const vcpusPerGpu = 4;

/** A compute environment as the scheduler takes it. */
export function environmentSpec(environment: ComputeEnvironment): EnvironmentSpec {
  const { maxvCpus: vcpus = 0, instanceTypes = [] } = environment.computeResources ?? {};
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
