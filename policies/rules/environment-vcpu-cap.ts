import { z } from "zod";
import { computeEnvironment } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const environmentVcpuCap = resourceRule({
  name: "environment-vcpu-cap",
  code: "BL-P001",
  title: "A compute environment has an upper limit of vCPUs, and it is within the cap",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Lower maxVcpus or onDemandMaxVcpus in Pulumi.<stack>.yaml, or raise maxVcpus of this rule in the stack's policy-config file.",
  config: z.object({
    maxVcpus: z.int().min(1).default(256).describe("The most vCPUs that one environment may reach."),
  }),
  checks: ({ maxVcpus: cap }) => [
    on(computeEnvironment, ({ props }, { report }) => {
      if (props.type === "UNMANAGED") return; // its instances are somebody else's
      const max = props.computeResources?.maxVcpus;
      if (max === undefined) report("computeResources.maxVcpus is missing");
      else if (max > cap) report(`computeResources.maxVcpus is ${max}; the cap is ${cap}`);
    }),
  ],
});
