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
      const vcpus = container === undefined ? 0 : demandOf(container.container).vcpus;
      if (vcpus === 0) return; // Batch refuses such a definition
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
