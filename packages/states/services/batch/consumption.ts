import { toNode } from "../../expression/literal.ts";
import type { Node } from "../../expression/node.ts";
import type { Value } from "../../expression/types.ts";

/** What a job takes of a consumable resource, say of a database's connections. */
export interface Consumption {
  /** ARN of the consumable resource. */
  readonly resource: Value<string>;
  /** How much of it, a whole number of at least 1; one element of an array job takes as much as a plain job. */
  readonly quantity: Value<number>;
}

/** Of SubmitJob's request, what replaces the job definition's list. https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html */
export type ConsumableResourceOverride = {
  readonly ConsumableResourceList: readonly {
    /** Name or ARN; only an ARN can be granted to the machine's role. */
    readonly ConsumableResource: Value<string>;
    readonly Quantity: Value<number>;
  }[];
};

/** What SubmitJob is told of them: nothing when there are none, so that the job definition's own list counts. */
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

/** The resources that a request names. */
export const consumedResources = ({ ConsumableResourceList }: ConsumableResourceOverride): Node[] =>
  ConsumableResourceList.map(({ ConsumableResource }) => toNode(ConsumableResource));
