import { z } from "zod";
import { computeEnvironment } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const environmentVcpuCap = resourceRule({
  name: "environment-vcpu-cap",
  code: "BL-P001",
  title: "A compute environment has a limit of vCPUs within the cap",
  severity: "high",
  fix: "Lower maxVcpus or onDemandMaxVcpus in Pulumi.<stack>.yaml, or raise maxVcpus of this rule in the stack's policy-config file.",
  config: z.object({ maxVcpus: z.int().min(1).default(256).describe("Maximum vCPUs of one environment.") }),
  checks: ({ maxVcpus: cap }) =>
    on(computeEnvironment, ({ props }, { report }) => {
      if (props.type === "UNMANAGED") return; // Batch does not start its instances
      const max = props.computeResources?.maxVcpus;
      if (max === undefined) report("computeResources.maxVcpus", "is missing");
      else if (max > cap) report("computeResources.maxVcpus", `is ${max}; the cap is ${cap}`);
    }),
});
