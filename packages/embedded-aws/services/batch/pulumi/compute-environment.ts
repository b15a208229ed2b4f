import { isDeepStrictEqual } from "node:util";
import type { ComputeResource, UpdateComputeEnvironmentRequest } from "@aws-sdk/client-batch";
import { containsPath, type PropertyMap, type PropertyValue } from "@batchline/pulumi-engine";
import { z } from "zod";
import { regionalArn } from "../../../providers/arn.ts";
import { alsoReplacing } from "../../../providers/difference.ts";
import { named, readInputs, tags, textOf } from "../../../providers/inputs.ts";
import { uuid } from "../../../providers/physical-id.ts";
import type { ResourceType } from "../../../providers/resource-type.ts";
import { waitAsProvider } from "../../../providers/wait-as-provider.ts";
import type { Batch } from "../batch.ts";
import { hasServiceLinkedRole } from "../checks/environment-update.ts";
import { checkedInput } from "./checked-input.ts";
import { naming } from "./naming.ts";
import { unlessGone } from "./unless-gone.ts";

const text = z.string().optional();
const texts = z.array(z.string()).optional();
const number = z.number().optional();

const computeResource = z.object({
  type: z.enum(["EC2", "SPOT", "FARGATE", "FARGATE_SPOT"]),
  maxVcpus: z.number(),
  minVcpus: number,
  desiredVcpus: number,
  allocationStrategy: z
    .enum(["BEST_FIT", "BEST_FIT_PROGRESSIVE", "SPOT_CAPACITY_OPTIMIZED", "SPOT_PRICE_CAPACITY_OPTIMIZED"])
    .optional(),
  instanceTypes: texts,
  instanceRole: text,
  spotIamFleetRole: text,
  bidPercentage: number,
  placementGroup: text,
  subnets: z.array(z.string()).default([]),
  securityGroupIds: texts,
  tags,
  ec2Configurations: z.array(z.object({ imageType: text, imageIdOverride: text })).optional(),
  ec2KeyPair: text,
  imageId: text,
  launchTemplate: z.object({ launchTemplateId: text, launchTemplateName: text, version: text }).optional(),
});

const inputs = z.object({
  ...named,
  type: z.enum(["MANAGED", "UNMANAGED"]),
  state: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  serviceRole: text,
  tags,
  computeResources: computeResource.optional(),
  updatePolicy: z
    .object({
      terminateJobsOnUpdate: z.boolean(),
      // Batch takes 7,200.
      jobExecutionTimeoutMinutes: z.number().min(1).max(360),
    })
    .partial()
    .optional(),
});

/** The fields that the provider sends if they changed, with what it sends for a removed one. It never sends `placementGroup`. */
const removed = {
  ...{ allocationStrategy: "", bidPercentage: 0, ec2Configuration: [{ imageType: "ECS_AL2" }] },
  ...{
    ec2KeyPair: "",
    imageId: "",
    instanceRole: "",
    instanceTypes: [],
    launchTemplate: { launchTemplateId: "" },
  },
  ...{ subnets: [], securityGroupIds: [], tags: {} },
} satisfies PropertyMap;
const sent = { ...removed, type: undefined, minvCpus: 0, desiredvCpus: 0 };
/** Changes of these need another environment if the instances cannot be replaced. */
const infrastructure = [...Object.keys(removed), "ec2Configurations"];

/** As resourceComputeEnvironment… of the AWS provider: internal/service/batch/compute_environment.go */
export const computeEnvironment: ResourceType<Batch> = {
  naming,
  inputs,
  async create(resource, { service: batch, digits, region }) {
    const { name } = readInputs(inputs, resource);
    if (batch) await createIn(batch, resource.inputs);
    return { id: name, outputs: outputsOf(name, digits, region) };
  },
  /** It may have been disabled since. */
  async restore({ inputs: given }, { service: batch }) {
    if (batch === undefined) return;
    const { name, state } = readInputs(inputs, { inputs: given });
    await createIn(batch, { ...given, state: "ENABLED" });
    await batch.updateComputeEnvironment({ computeEnvironment: name, state }).settled;
  },
  diff(resource, existing, difference) {
    if (mayReplaceInstances(resource.inputs) && mayReplaceInstances(existing.inputs)) return difference;
    return alsoReplacing(difference, resource, naming, (path) =>
      infrastructure.some((field) => containsPath(`computeResources.${field}`, path)),
    );
  },
  async update(resource, existing, { service: batch, digits, region }) {
    const { name } = readInputs(inputs, resource);
    const changes = changesOf(inputs.parse(resource.inputs), inputs.partial().parse(existing.inputs));
    if (batch !== undefined && Object.keys(changes).length > 0) {
      const { settled } = batch.updateComputeEnvironment(
        checkedInput("UpdateComputeEnvironment", { computeEnvironment: name, ...changes }),
      );
      const what = `Batch Compute Environment (${name})`;
      await waitAsProvider(settled, resource, { clock: batch.clock, change: "update", what, minutes: 20 });
    }
    return { id: existing.id, outputs: outputsOf(name, digits, region) };
  },
  exists: ({ id }, { service: batch }) => batch && batch.environments.find(id) !== undefined,
  delete: (existing, { service: batch }) =>
    unlessGone(async () => {
      if (batch === undefined) return;
      const { id: name } = existing;
      await batch.updateComputeEnvironment({ computeEnvironment: name, state: "DISABLED" }).settled;
      const { gone } = batch.deleteComputeEnvironment(name);
      const what = `Batch Compute Environment (${name})`;
      await waitAsProvider(gone, existing, { clock: batch.clock, change: "delete", what, minutes: 20 });
    }),
};

async function createIn(batch: Batch, given: PropertyMap): Promise<void> {
  const { name, computeResources, updatePolicy, ...rest } = readInputs(inputs, { inputs: given });
  batch.createComputeEnvironment(
    checkedInput("CreateComputeEnvironment", {
      ...rest,
      computeEnvironmentName: name,
      ...(computeResources && { computeResources: asRequested(computeResources) }),
    }),
  );
  // CreateComputeEnvironment takes no update policy.
  if (updatePolicy) await batch.updateComputeEnvironment({ computeEnvironment: name, updatePolicy }).settled;
}

function outputsOf(name: string, digits: string, region: string): PropertyMap {
  return {
    arn: regionalArn("batch", region, `compute-environment/${name}`),
    ecsClusterArn: regionalArn("ecs", region, `cluster/${name}_Batch_${uuid(digits)}`),
    ...{ name, status: "VALID", statusReason: "ComputeEnvironment Healthy", region },
  };
}

/** Tags are not among them. With any other change the provider sends maxvCpus. */
function changesOf(
  after: z.output<typeof inputs>,
  before: Partial<z.output<typeof inputs>>,
): Omit<UpdateComputeEnvironmentRequest, "computeEnvironment"> {
  const { state, serviceRole = "", updatePolicy } = after;
  const settings = {
    ...(state !== before.state && { state }),
    ...(serviceRole !== (before.serviceRole ?? "") && { serviceRole }),
    ...(!isDeepStrictEqual(updatePolicy, before.updatePolicy) && { updatePolicy }),
  };
  if (after.computeResources === undefined) return settings;
  const resources = asRequested(after.computeResources);
  const old = before.computeResources && asRequested(before.computeResources);
  const changed = Object.entries(sent).flatMap(([field, otherwise]) => {
    const value: unknown = Reflect.get(resources, field);
    const isSame = isDeepStrictEqual(value, old && Reflect.get(old, field));
    return isSame ? [] : [[field, value ?? otherwise] as const];
  });
  const { maxvCpus } = resources;
  const isUnchanged =
    changed.length === 0 && maxvCpus === old?.maxvCpus && Object.keys(settings).length === 0;
  return isUnchanged ? {} : { ...settings, computeResources: { maxvCpus, ...Object.fromEntries(changed) } };
}

/** Whether the provider changes the instances' settings in place: not with a role of one's own, nor with BEST_FIT, the default. */
function mayReplaceInstances(of: PropertyMap): boolean {
  const { allocationStrategy = "BEST_FIT" } = computeResourcesOf(of);
  return hasServiceLinkedRole(textOf(of.serviceRole)) && allocationStrategy !== "BEST_FIT";
}

function computeResourcesOf({ computeResources }: PropertyMap): PropertyMap {
  return isMap(computeResources) ? computeResources : {};
}

function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The provider has other names for some properties of the API. */
function asRequested(of: z.output<typeof computeResource>): ComputeResource {
  const { ec2Configurations, maxVcpus: maxvCpus, minVcpus, desiredVcpus, ...rest } = of;
  const ec2Configuration = ec2Configurations?.map(({ imageType = "ECS_AL2023", ...each }) => ({
    imageType,
    ...each,
  }));
  return {
    ...rest,
    maxvCpus,
    // The provider sends 0 for a missing number.
    ...(/^(EC2|SPOT)$/.test(rest.type) && { minvCpus: minVcpus ?? 0 }),
    ...(desiredVcpus !== undefined && { desiredvCpus: desiredVcpus }),
    ...(ec2Configuration && { ec2Configuration }),
  };
}
