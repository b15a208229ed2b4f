import { z } from "zod";
import type { Allowance } from "../kit/iam/iam-policy.ts";
import { onIdentityPolicies, onResourcePolicies } from "../kit/iam/policy-holders.ts";
import { type Context, resourceRule, texts } from "../kit/rule.ts";

export const iamWildcardActions = resourceRule({
  name: "iam-wildcard-actions",
  code: "BL-P048",
  title: "Policies name each action that they allow, without wildcards such as s3:*",
  severity: "high",
  fix: "Name the actions one by one. The embedded AWS refuses a missing one in the first local run. If a wildcard is necessary, add it to allowed of this rule in the stack's policy-config file.",
  config: z.object({ allowed: texts("Accepted wildcards, as in the policy.") }),
  checks: ({ allowed }) => {
    const check = ({ path, statement }: Allowance, { report }: Context) => {
      const wide = (statement.Action ?? []).filter(
        (action) => /[*?]/.test(action) && !allowed.includes(action),
      );
      if (wide.length > 0) report(path, `allows ${wide.join(", ")}`);
    };
    return [...onIdentityPolicies(check), ...onResourcePolicies(check)];
  },
});
