import { containersOf, type PlacedContainer } from "./containers.ts";
import { jobDefinition } from "./resource-types.ts";
import { type Context, on, type ResourceCheck } from "./rule.ts";

/** Where a job definition has its containers, each as JSON text. */
const holders = ["containerProperties", "nodeProperties", "ecsProperties"] as const;

/** Judges each container of a job, and tells of those that are of no form that rules can read. */
export function onContainers(judge: (placed: PlacedContainer, context: Context) => void): ResourceCheck {
  return on(jobDefinition, ({ props }, context) => {
    if ("eksProperties" in props) context.unseen("eksProperties, which no rule reads");
    const containers = containersOf(props);
    for (const holder of holders)
      if (props[holder] !== undefined && !containers.some(({ path }) => path.startsWith(holder)))
        context.unseen(`${holder}, which has no container of the form that AWS Batch documents`);
    for (const placed of containers) judge(placed, context);
  });
}
