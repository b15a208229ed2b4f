import { z } from "zod";
import { environmentsOf, vcpusOf } from "../kit/jobs/queues.ts";
import { jobQueue } from "../kit/resource-types.ts";
import { stackRule } from "../kit/rule.ts";

export const queueVcpuCap = stackRule({
  name: "queue-vcpu-cap",
  code: "BL-P004",
  title: "All compute environments of a job queue together stay within the cap of vCPUs",
  severity: "high",
  fix: "Lower maxVcpus or onDemandMaxVcpus in Pulumi.<stack>.yaml, or raise maxVcpus of this rule in the stack's policy-config file.",
  config: z.object({
    maxVcpus: z.int().min(1).default(384).describe("Maximum vCPUs of one queue's environments together."),
  }),
  check(stack, context, { maxVcpus: cap }) {
    context.each(stack.of(jobQueue), (queue) => {
      const vcpus = vcpusOf(environmentsOf(queue, stack, context));
      if (vcpus > cap)
        context.report("computeEnvironmentOrders", `have ${vcpus} vCPUs together; the cap is ${cap}`, queue);
    });
  },
});
