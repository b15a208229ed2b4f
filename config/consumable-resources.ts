import { type UnmetNeed, UnmetNeedsError } from "./missing-stack-settings.ts";
import type { StackConfig } from "./stack.ts";

/** A workflow as far as its use of consumable resources goes; see `Workflow`. */
export interface ConsumingWorkflow {
  readonly name: string;
  readonly stages: Readonly<Record<string, { readonly consumes?: Readonly<Record<string, number>> }>>;
}

/**
 * The stack's consumable resources with how much there is of each, enough for a job of any stage: a job that wants more than
 * there is would wait RUNNABLE for ever.
 *
 * @throws {UnmetNeedsError} with everything that is missing.
 */
export function consumableResourcesOf(
  { consumableResources }: Pick<StackConfig, "consumableResources">,
  workflows: readonly ConsumingWorkflow[],
  stack: string,
): StackConfig["consumableResources"] {
  const unmet = workflows.flatMap(({ name: workflow, stages }) =>
    Object.entries(stages).flatMap(([stage, { consumes = {} }]) =>
      Object.entries(consumes).flatMap(([resource, quantity]): UnmetNeed[] => {
        const total = Object.hasOwn(consumableResources, resource)
          ? consumableResources[resource]
          : undefined;
        if (total !== undefined && total >= quantity) return [];
        return [
          {
            ...{ workflow, stage, field: "consumes", config: "consumableResources", key: resource },
            value: String(quantity),
            needs: `needs ${quantity} of ${JSON.stringify(resource)}`,
            lacks: total === undefined ? "does not say how many there are" : `has only ${total}`,
          },
        ];
      }),
    ),
  );
  if (unmet.length > 0) throw new UnmetNeedsError(stack, unmet);
  return consumableResources;
}
