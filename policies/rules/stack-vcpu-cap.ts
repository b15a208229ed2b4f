import { z } from "zod";
import { computeEnvironment } from "../kit/resource-types.ts";
import { stackRule } from "../kit/rule.ts";

export const stackVcpuCap = stackRule({
  name: "stack-vcpu-cap",
  code: "BL-P002",
  title: "All compute environments of a stack together stay within the cap of vCPUs",
  severity: "high",
  fix: "Lower maxVcpus or onDemandMaxVcpus in Pulumi.<stack>.yaml. Or check the account's EC2 quotas, and raise maxVcpus of this rule in the stack's policy-config file.",
  config: z.object({
    maxVcpus: z.int().min(1).default(512).describe("Maximum vCPUs of all environments together."),
  }),
  check(stack, { each, report }, { maxVcpus: cap }) {
    const known: { readonly name: string; readonly vcpus: number }[] = [];
    each(stack.of(computeEnvironment), ({ name, props }) => {
      const vcpus = props.computeResources?.maxVcpus;
      if (vcpus !== undefined) known.push({ name, vcpus });
    });
    const sum = known.reduce((total, { vcpus }) => total + vcpus, 0);
    if (sum > cap)
      report(
        "computeResources.maxVcpus",
        `of all environments is ${sum} together (${known.map(({ name, vcpus }) => `${name} ${vcpus}`).join(", ")}); the cap is ${cap}`,
      );
  },
});
