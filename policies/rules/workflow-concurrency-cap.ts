import { z } from "zod";
import { containersOf, demandOf } from "../kit/jobs/containers.ts";
import { environmentsOf, submissionsOf, vcpusOf } from "../kit/jobs/queues.ts";
import { stackRule } from "../kit/rule.ts";

export const workflowConcurrencyCap = stackRule({
  name: "workflow-concurrency-cap",
  code: "BL-P005",
  title: "No array job of a workflow can run more containers at once than the cap",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    "Give the stage more vCPUs, or the queue fewer (maxVcpus in Pulumi.<stack>.yaml); or raise maxContainers of this rule in the stack's policy-config file, if suppliers, databases and quotas stand so many at once.",
  config: z.object({
    maxContainers: z
      .int()
      .min(1)
      .default(384)
      .describe("The most containers of one stage that may run at the same time."),
  }),
  check(stack, context, { maxContainers: cap }) {
    context.each(submissionsOf(stack, context), ({ machine, definition, queue }) => {
      if (definition.props.type === "multinode") return; // Batch takes no arrays of them
      const [container] = containersOf(definition.props);
      const vcpus = container === undefined ? 0 : demandOf(container.container).vcpus;
      if (vcpus === 0) return; // not a definition that Batch takes
      const room = vcpusOf(environmentsOf(queue, stack, context));
      const reach = Math.floor(room / vcpus);
      if (reach > cap)
        context.report(
          `an array of it, submitted by ${machine.name} to ${queue.name}, can run ${reach} containers at once (${room} vCPUs by ${vcpus} each); the cap is ${cap}`,
          definition,
        );
    });
  },
});
