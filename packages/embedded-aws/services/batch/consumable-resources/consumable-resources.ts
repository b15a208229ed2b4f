import type {
  ConsumableResourceProperties,
  CreateConsumableResourceRequest,
  DescribeConsumableResourceResponse,
} from "@aws-sdk/client-batch";
import { accountId } from "../../../host/identity/principal.ts";
import { clientException } from "../checks/client-exception.ts";
import { checkName } from "../checks/name.ts";
import type { Consumption } from "../scheduler/consumables.ts";

/** A consumable resource as it was created. */
export type ConsumableResource = Omit<
  DescribeConsumableResourceResponse,
  "$metadata" | "inUseQuantity" | "availableQuantity"
> & {
  readonly totalQuantity: number;
  readonly consumableResourceName: string;
  readonly consumableResourceArn: string;
};

/** Consumable resources, by name and by ARN. */
export class ConsumableResources {
  readonly #region: string;
  readonly #byName = new Map<string, ConsumableResource>();

  constructor(region: string) {
    this.#region = region;
  }

  arnOf(name: string): string {
    return `arn:aws:batch:${this.#region}:${accountId}:consumable-resource/${name}`;
  }

  /** Throws ClientException for a bad name, one that exists, a type that is none or a quantity below 0. */
  create(spec: CreateConsumableResourceRequest, createdAt: number): ConsumableResource {
    const name = checkName(spec.consumableResourceName, "consumableResourceName");
    if (this.#byName.has(name)) throw clientException("Object already exists");
    const { resourceType = "REPLENISHABLE", totalQuantity = 0, tags = {} } = spec;
    if (resourceType !== "REPLENISHABLE" && resourceType !== "NON_REPLENISHABLE") {
      throw clientException(
        `resourceType of ${name} must be REPLENISHABLE or NON_REPLENISHABLE, not ${resourceType}`,
      );
    }
    if (!(totalQuantity >= 0)) {
      throw clientException(`totalQuantity of ${name} must be at least 0, not ${totalQuantity}`);
    }
    const resource = {
      ...{ consumableResourceName: name, consumableResourceArn: this.arnOf(name) },
      ...{ totalQuantity, resourceType, createdAt, tags },
    };
    this.#byName.set(name, resource);
    return resource;
  }

  /** By name or ARN. */
  find(reference: string): ConsumableResource | undefined {
    return this.#byName.get(reference.slice(reference.lastIndexOf("/") + 1));
  }

  /** What a job takes, by name. Throws ClientException for a resource that does not exist, or a quantity below 1. */
  consumptions(properties: ConsumableResourceProperties | undefined, requestId?: string): Consumption[] {
    return (properties?.consumableResourceList ?? []).map(({ consumableResource = "", quantity = 0 }) => {
      const resource = this.find(consumableResource);
      if (resource === undefined) {
        throw clientException(`Consumable resource ${consumableResource} does not exist`, requestId);
      }
      if (!(quantity >= 1)) {
        throw clientException(
          `quantity of consumable resource ${consumableResource} must be at least 1, not ${quantity}`,
          requestId,
        );
      }
      return { name: resource.consumableResourceName, quantity };
    });
  }
}
