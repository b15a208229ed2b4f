import { environmentsOf } from "../kit/jobs/queues.ts";
import { jobQueue } from "../kit/resource-types.ts";
import { stackRule } from "../kit/rule.ts";

export const onDemandFallback = stackRule({
  name: "on-demand-fallback",
  code: "BL-P012",
  title: "A queue with Spot instances has an on-demand environment as a fallback",
  severity: "medium",
  enforcement: "advisory",
  fix: "Set onDemandMaxVcpus in Pulumi.<stack>.yaml. Without it jobs wait while Spot has no capacity.",
  check(stack, context) {
    context.each(stack.of(jobQueue), (queue) => {
      const environments = environmentsOf(queue, stack, context);
      const spot = environments.filter(({ props }) => props.computeResources?.type.includes("SPOT"));
      if (spot.length > 0 && spot.length === environments.length)
        context.report(
          "computeEnvironmentOrders",
          `are all on Spot: ${spot.map(({ name }) => name).join(", ")}`,
          queue,
        );
    });
  },
});
