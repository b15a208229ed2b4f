import type {
  ConsumableResourceProperties,
  CreateConsumableResourceRequest,
  DescribeConsumableResourceResponse,
  UpdateConsumableResourceRequest,
} from "@aws-sdk/client-batch";
import { check, checkState } from "../checks/client-exception.ts";
import { NamedResources, nameIn, type With } from "../named-resources.ts";
import type { Consumption } from "../scheduler/consumables.ts";

/** A consumable resource as it was created. */
export type ConsumableResource = With<
  Omit<DescribeConsumableResourceResponse, "$metadata" | "inUseQuantity" | "availableQuantity">,
  "totalQuantity" | "consumableResourceName" | "consumableResourceArn"
>;

/**
 * Throws ClientException for more than five resources, one that is there twice or has no name, and a quantity below 1.
 * https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling-how-to-for-jobs.html
 */
export function checkConsumables(properties: ConsumableResourceProperties = {}): void {
  const list = properties.consumableResourceList ?? [];
  check(list.length <= 5, "Each ConsumableResourceProperty can have at most 5 consumableResources");
  const names = new Set(list.map(({ consumableResource }) => nameIn(consumableResource ?? "")));
  check(
    names.size === list.length,
    "Cannot have duplicate consumableResource in consumableResourceProperties",
  );
  for (const { consumableResource = "", quantity = 0 } of list) {
    const name = nameIn(consumableResource);
    check(name !== "", "consumableResource is missing");
    check(quantity >= 1, `quantity of consumable resource ${name} must be at least 1, not ${quantity}`);
  }
}

export class ConsumableResources extends NamedResources<ConsumableResource> {
  constructor(region: string) {
    super(region, "consumable-resource");
  }

  /** Throws ClientException for a used name, and for what Batch refuses. */
  create(spec: CreateConsumableResourceRequest, createdAt: number): ConsumableResource {
    const name = this.newName(spec.consumableResourceName, "ConsumableResource");
    const { resourceType = "REPLENISHABLE", totalQuantity = 0, tags = {} } = spec;
    check(
      resourceType === "REPLENISHABLE" || resourceType === "NON_REPLENISHABLE",
      `resourceType must be REPLENISHABLE or NON_REPLENISHABLE, not ${resourceType}`,
    );
    check(totalQuantity >= 0, "totalQuantity cannot be a negative number.");
    return this.add(name, {
      consumableResourceName: name,
      consumableResourceArn: this.arnOf(name),
      ...{ totalQuantity, resourceType, createdAt, tags },
    });
  }

  /** Throws ClientException for an unknown resource, and for what Batch refuses. */
  update({
    consumableResource,
    operation = "SET",
    quantity = 0,
  }: UpdateConsumableResourceRequest): ConsumableResource {
    const resource = this.existing(consumableResource);
    const { consumableResourceName: name, totalQuantity: before } = resource;
    const change = { SET: quantity - before, ADD: quantity, REMOVE: -quantity }[operation];
    check(change !== undefined, `operation must be SET, ADD or REMOVE, not ${operation}`);
    const totalQuantity = before + change;
    check(quantity >= 0 && totalQuantity >= 0, "totalQuantity cannot be a negative number.");
    return this.add(name, { ...resource, totalQuantity });
  }

  /** Throws ClientException if there is none. */
  existing(reference: string | undefined): ConsumableResource {
    const resource = this.find(reference);
    checkState(resource !== undefined, `Consumable resource ${reference} does not exist`);
    return resource;
  }

  /** What a job takes. Throws ClientException for what `checkConsumables` refuses, and for an unknown resource. */
  consumptions(properties: ConsumableResourceProperties | undefined): Consumption[] {
    const list = properties?.consumableResourceList ?? [];
    checkConsumables(properties);
    return list.map(({ consumableResource, quantity = 0 }) => ({
      name: this.existing(consumableResource).consumableResourceName,
      quantity,
    }));
  }
}
