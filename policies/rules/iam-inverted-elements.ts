import type { Allowance } from "../kit/iam/iam-policy.ts";
import { onIdentityPolicies, onResourcePolicies } from "../kit/iam/policy-holders.ts";
import { type Context, resourceRule } from "../kit/rule.ts";

const inverted = ["NotAction", "NotResource"] as const;

export const iamInvertedElements = resourceRule({
  name: "iam-inverted-elements",
  code: "BL-P050",
  title: "No policy allows by NotAction or NotResource, which include future actions and resources",
  severity: "high",
  fix: "Allow by Action and Resource. Use NotAction and NotResource only in statements that deny.",
  checks: () => {
    const check = ({ path, statement }: Allowance, { report }: Context) => {
      for (const element of inverted)
        if (statement[element] !== undefined)
          report(path, `allows all except its ${element} (${statement[element].join(", ")})`);
    };
    return [...onIdentityPolicies(check), ...onResourcePolicies(check)];
  },
});
