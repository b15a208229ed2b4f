import { z } from "zod";
import type { Allowance } from "../kit/iam/iam-policy.ts";
import { onIdentityPolicies, onResourcePolicies } from "../kit/iam/policy-holders.ts";
import { type Context, resourceRule } from "../kit/rule.ts";

export const iamWildcardActions = resourceRule({
  name: "iam-wildcard-actions",
  code: "BL-P048",
  title: "Policies name each action that they allow: no *, s3:* or s3:Get*",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Name the actions that are called, one by one; the embedded AWS refuses what is missing in the first local run. Where a wildcard has to be, add it to allowed of this rule in the stack's policy-config file.",
  config: z.object({
    allowed: z
      .array(z.string())
      .default([])
      .describe("Wildcards that are accepted, as they are written in the policy."),
  }),
  checks: ({ allowed }) => {
    const judge = ({ path, statement }: Allowance, { report }: Context) => {
      const wide = (statement.Action ?? []).filter(
        (action) => /[*?]/.test(action) && !allowed.includes(action),
      );
      if (wide.length > 0) report(`${path} allows ${wide.join(", ")}`);
    };
    return [...onIdentityPolicies(judge), ...onResourcePolicies(judge)];
  },
});
