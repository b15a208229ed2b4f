import type { Value } from "../../expression/types.ts";

/** The units of a consumable resource that a job occupies, for example connections to a database. */
export interface Consumption {
  /** ARN of the consumable resource. */
  readonly resource: Value<string>;
  /** A whole number of at least 1. Each element of an array job occupies as many. */
  readonly quantity: Value<number>;
}

/** The part of SubmitJob's request that replaces the job definition's list. https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html */
export type ConsumableResourceOverride = {
  readonly ConsumableResourceList: readonly {
    /** Name or ARN. The machine's role can only get a right on an ARN. */
    readonly ConsumableResource: Value<string>;
    readonly Quantity: Value<number>;
  }[];
};

/** The field of SubmitJob's request. Without consumption it is left out, so the job definition's list applies. */
export function consumableOverride(consumes: readonly Consumption[] = []): {
  readonly ConsumableResourcePropertiesOverride?: ConsumableResourceOverride;
} {
  if (consumes.length === 0) return {};
  const list = consumes.map(({ resource, quantity }) => ({
    ConsumableResource: resource,
    Quantity: quantity,
  }));
  return { ConsumableResourcePropertiesOverride: { ConsumableResourceList: list } };
}
