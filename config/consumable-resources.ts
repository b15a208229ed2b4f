import type { StackConfig } from "./stack.ts";

/** A workflow as far as its use of consumable resources goes; see `Workflow`. */
export interface ConsumingWorkflow {
  readonly name: string;
  readonly stages: Readonly<Record<string, { readonly consumes?: Readonly<Record<string, number>> }>>;
}

/** Thrown when a stage takes what the stack does not have, or more of it than there is: one paragraph for each. */
export class UnmetConsumptionError extends Error {
  override readonly name = "UnmetConsumptionError";
}

/**
 * The stack's consumable resources with how much there is of each, enough for a job of any stage: a job that wants more than
 * there is would wait RUNNABLE for ever.
 *
 * @throws {UnmetConsumptionError} with everything that is missing.
 */
export function consumableResourcesOf(
  { consumableResources }: Pick<StackConfig, "consumableResources">,
  workflows: readonly ConsumingWorkflow[],
  stack: string,
): StackConfig["consumableResources"] {
  const problems = workflows.flatMap(({ name, stages }) =>
    Object.entries(stages).flatMap(([stage, { consumes = {} }]) =>
      Object.entries(consumes).flatMap(([resource, quantity]) => {
        const total = Object.hasOwn(consumableResources, resource)
          ? consumableResources[resource]
          : undefined;
        if (total !== undefined && total >= quantity) return [];
        const has = total === undefined ? "does not say how many there are" : `has only ${total}`;
        return [
          `workflow ${JSON.stringify(name)}: stages.${stage}.consumes: needs ${quantity} of ${JSON.stringify(resource)}, ` +
            `and batchline:consumableResources of stack ${stack} ${has}\n` +
            `  pulumi config set --stack ${stack} --path 'batchline:consumableResources.${resource}' ${quantity}`,
        ];
      }),
    ),
  );
  if (problems.length > 0) throw new UnmetConsumptionError(problems.join("\n"));
  return consumableResources;
}
