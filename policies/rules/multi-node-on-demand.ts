import { z } from "zod";
import { environmentsOf, submissionsOf } from "../kit/jobs/queues.ts";
import { stackRule } from "../kit/rule.ts";

export const multiNodeOnDemand = stackRule({
  name: "multi-node-on-demand",
  code: "BL-P008",
  title: "Multi-node jobs run on environments without Spot instances",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Submit the job to a queue whose environments are all on demand: Batch does not run multi-node jobs on Spot instances, and one that is reclaimed would end the whole job.",
  config: z.object({}),
  check(stack, context) {
    context.each(submissionsOf(stack, context), ({ definition, queue }) => {
      if (definition.props.type !== "multinode") return;
      context.each(environmentsOf(queue, stack, context), ({ name, props }) => {
        const type = props.computeResources?.type ?? "";
        if (type.includes("SPOT"))
          context.report(
            `it is a multi-node job, and goes to ${queue.name}, whose environment ${name} is of type ${type}`,
            definition,
          );
      });
    });
  },
});
