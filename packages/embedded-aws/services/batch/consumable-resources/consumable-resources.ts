import type {
  ConsumableResourceProperties,
  CreateConsumableResourceRequest,
  DescribeConsumableResourceResponse,
} from "@aws-sdk/client-batch";
import { clientException } from "../checks/client-exception.ts";
import { checkConsumableResource, checkConsumption } from "../checks/consumable-resource.ts";
import { NamedResources, type With } from "../named-resources.ts";
import type { Consumption } from "../scheduler/consumables.ts";

/** A consumable resource as it was created. */
export type ConsumableResource = With<
  Omit<DescribeConsumableResourceResponse, "$metadata" | "inUseQuantity" | "availableQuantity">,
  "totalQuantity" | "consumableResourceName" | "consumableResourceArn"
>;

export class ConsumableResources extends NamedResources<ConsumableResource> {
  constructor(region: string) {
    super(region, "consumable-resource");
  }

  /** Throws ClientException for a used name, and for what Batch refuses. */
  create(spec: CreateConsumableResourceRequest, createdAt: number): ConsumableResource {
    const name = this.newName(spec.consumableResourceName, "consumableResourceName");
    const { resourceType = "REPLENISHABLE", totalQuantity = 0, tags = {} } = spec;
    checkConsumableResource(name, resourceType, totalQuantity);
    return this.add(name, {
      consumableResourceName: name,
      consumableResourceArn: this.arnOf(name),
      ...{ totalQuantity, resourceType, createdAt, tags },
    });
  }

  /** What a job takes. Throws ClientException for an unknown resource, or a quantity below 1. */
  consumptions(properties: ConsumableResourceProperties | undefined): Consumption[] {
    return (properties?.consumableResourceList ?? []).map(({ consumableResource, quantity = 0 }) => {
      const resource = this.find(consumableResource);
      if (resource === undefined) {
        throw clientException(`Consumable resource ${consumableResource} does not exist`);
      }
      checkConsumption(resource.consumableResourceName, quantity);
      return { name: resource.consumableResourceName, quantity };
    });
  }
}
