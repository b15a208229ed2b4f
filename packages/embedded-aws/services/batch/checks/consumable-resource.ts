import { clientException } from "./client-exception.ts";

/** Throws ClientException for an unknown type or a negative quantity. */
export function checkConsumableResource(name: string, resourceType: string, totalQuantity: number): void {
  if (resourceType !== "REPLENISHABLE" && resourceType !== "NON_REPLENISHABLE") {
    throw clientException(
      `resourceType of ${name} must be REPLENISHABLE or NON_REPLENISHABLE, not ${resourceType}`,
    );
  }
  if (!(totalQuantity >= 0)) {
    throw clientException(`totalQuantity of ${name} must be at least 0, not ${totalQuantity}`);
  }
}

/** Throws ClientException unless a job takes at least one unit. */
export function checkConsumption(resource: string, quantity: number): void {
  if (quantity >= 1) return;
  throw clientException(`quantity of consumable resource ${resource} must be at least 1, not ${quantity}`);
}
