import { z } from "zod";
import type { Allowance } from "../kit/iam/iam-policy.ts";
import { onIdentityPolicies, onResourcePolicies } from "../kit/iam/policy-holders.ts";
import { type Context, resourceRule } from "../kit/rule.ts";

const inverted = ["NotAction", "NotResource"] as const;

export const iamInvertedElements = resourceRule({
  name: "iam-inverted-elements",
  code: "BL-P050",
  title: "No policy allows by NotAction or NotResource, which allow also what AWS adds tomorrow",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Say what is allowed by Action and Resource; keep NotAction and NotResource for statements that deny.",
  config: z.object({}),
  checks: () => {
    const judge = ({ path, statement }: Allowance, { report }: Context) => {
      for (const element of inverted)
        if (statement[element] !== undefined)
          report(`${path} allows all but its ${element} (${statement[element].join(", ")})`);
    };
    return [...onIdentityPolicies(judge), ...onResourcePolicies(judge)];
  },
});
