import { environmentsOf, submissionsOf } from "../kit/jobs/queues.ts";
import { stackRule } from "../kit/rule.ts";

export const multiNodeOnDemand = stackRule({
  name: "multi-node-on-demand",
  code: "BL-P008",
  title: "Multi-node jobs run in environments without Spot instances",
  severity: "high",
  fix: "Submit the job to a queue that has only on-demand environments. Batch does not run multi-node jobs on Spot instances: one reclaimed instance would end the whole job.",
  check(stack, context) {
    context.each(submissionsOf(stack, context), ({ definition, queue }) => {
      if (definition.props.type !== "multinode") return;
      context.each(environmentsOf(queue, stack, context), ({ name, props }) => {
        const type = props.computeResources?.type;
        if (type?.includes("SPOT"))
          context.report(
            "type",
            `is multinode, and its queue ${queue.name} has the environment ${name} of type ${type}`,
            definition,
          );
      });
    });
  },
});
