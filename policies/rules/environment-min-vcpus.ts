import { z } from "zod";
import { computeEnvironment } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const environmentMinVcpus = resourceRule({
  name: "environment-min-vcpus",
  code: "BL-P007",
  title: "A compute environment scales down to zero, or to the allowed minimum",
  severity: "medium",
  fix: "Set minVcpus to 0 in Pulumi.<stack>.yaml, or raise maxMinVcpus of this rule in the stack's policy-config file. Idle vCPUs cost money day and night.",
  config: z.object({
    maxMinVcpus: z.int().min(0).default(0).describe("Maximum vCPUs that may run idle in an environment."),
  }),
  checks: ({ maxMinVcpus }) =>
    on(computeEnvironment, ({ props }, { report }) => {
      const min = props.computeResources?.minVcpus ?? 0;
      if (min > maxMinVcpus)
        report("computeResources.minVcpus", `is ${min}; at most ${maxMinVcpus} may run idle`);
    }),
});
