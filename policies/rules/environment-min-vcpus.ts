import { z } from "zod";
import { computeEnvironment } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const environmentMinVcpus = resourceRule({
  name: "environment-min-vcpus",
  code: "BL-P007",
  title: "A compute environment shrinks to nothing, or to what the stack may keep running",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    "Set minVcpus to 0 in Pulumi.<stack>.yaml, or raise maxMinVcpus of this rule in the stack's policy-config file: idle vCPUs are charged for day and night.",
  config: z.object({
    maxMinVcpus: z
      .int()
      .min(0)
      .default(0)
      .describe("The most vCPUs that an environment may keep running when idle."),
  }),
  checks: ({ maxMinVcpus }) => [
    on(computeEnvironment, ({ props }, { report }) => {
      const min = props.computeResources?.minVcpus ?? 0;
      if (min > maxMinVcpus)
        report(`computeResources.minVcpus is ${min}; at most ${maxMinVcpus} may run idle`);
    }),
  ],
});
