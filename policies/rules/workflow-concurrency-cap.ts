import { z } from "zod";
import { containersOf, demandOf } from "../kit/jobs/containers.ts";
import { environmentsOf, submissionsOf, vcpusOf } from "../kit/jobs/queues.ts";
import { stackRule } from "../kit/rule.ts";

export const workflowConcurrencyCap = stackRule({
  name: "workflow-concurrency-cap",
  code: "BL-P005",
  title: "An array job runs no more containers at once than the cap",
  severity: "medium",
  fix: "Give the stage more vCPUs, or the queue fewer (maxVcpus in Pulumi.<stack>.yaml). If suppliers, databases and quotas allow more at once, raise maxContainers of this rule in the stack's policy-config file.",
  config: z.object({
    maxContainers: z.int().min(1).default(384).describe("Maximum containers of one stage at the same time."),
  }),
  check(stack, context, { maxContainers: cap }) {
    context.each(submissionsOf(stack, context), ({ machine, definition, queue }) => {
      if (definition.props.type === "multinode") return; // Batch accepts no array of multi-node jobs
      const [container] = containersOf(definition.props);
      if (container === undefined) return; // rules of containers report such a definition as unchecked
      const { vcpus } = demandOf(container.container);
      if (!vcpus) {
        context.unchecked(`${container.path} of ${definition.name}, which requests no vCPUs`);
        return;
      }
      const room = vcpusOf(environmentsOf(queue, stack, context));
      const reach = Math.floor(room / vcpus);
      if (reach > cap)
        context.report(
          "arrayProperties",
          `from ${machine.name} to ${queue.name} can run ${reach} containers at once (${room} vCPUs, ${vcpus} each); the cap is ${cap}`,
          definition,
        );
    });
  },
});
