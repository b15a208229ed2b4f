import { z } from "zod";
import { environmentsOf } from "../kit/jobs/queues.ts";
import { jobQueue } from "../kit/resource-types.ts";
import { stackRule } from "../kit/rule.ts";

export const onDemandFallback = stackRule({
  name: "on-demand-fallback",
  code: "BL-P012",
  title: "A queue that runs on Spot instances has an on-demand environment to fall back to",
  severity: "medium",
  enforcement: "advisory",
  remediation:
    "Set onDemandMaxVcpus in Pulumi.<stack>.yaml: without it jobs wait for as long as Spot has no capacity.",
  config: z.object({}),
  check(stack, context) {
    context.each(stack.of(jobQueue), (queue) => {
      const environments = environmentsOf(queue, stack, context);
      const spot = environments.filter(({ props }) => props.computeResources?.type.includes("SPOT"));
      if (spot.length > 0 && spot.length === environments.length)
        context.report(`all its environments are on Spot: ${spot.map(({ name }) => name).join(", ")}`, queue);
    });
  },
});
