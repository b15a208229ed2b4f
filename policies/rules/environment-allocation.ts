import { computeEnvironment } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const environmentAllocation = resourceRule({
  name: "environment-allocation",
  code: "BL-P009",
  title: "A compute environment uses an allocation strategy that allows updates in place, not BEST_FIT",
  severity: "medium",
  fix: "Leave spotAllocation in Pulumi.<stack>.yaml at its default, SPOT_PRICE_CAPACITY_OPTIMIZED, and the environment's allocation unset. With BEST_FIT each change replaces the environment.",
  checks: () =>
    on(computeEnvironment, ({ props }, { report }) => {
      const resources = props.computeResources;
      if (resources === undefined || resources.type.startsWith("FARGATE")) return;
      const strategy = resources.allocationStrategy;
      if (strategy === undefined)
        report("computeResources.allocationStrategy", "is missing, which means BEST_FIT");
      else if (strategy === "BEST_FIT") report("computeResources.allocationStrategy", "is BEST_FIT");
    }),
});
