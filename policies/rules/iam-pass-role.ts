import { z } from "zod";
import { comparisons } from "../kit/iam/iam-policy.ts";
import { onIdentityPolicies } from "../kit/iam/policy-holders.ts";
import { resourceRule } from "../kit/rule.ts";

export const iamPassRole = resourceRule({
  name: "iam-pass-role",
  code: "BL-P051",
  title: "Who may pass a role on may pass it to a named service only",
  severity: "high",
  enforcement: "mandatory",
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
  remediation:
    'Put iam:PassRole in a statement of its own, with the role\'s ARN and the condition StringEquals { "iam:PassedToService": "<service>.amazonaws.com" }.',
  config: z.object({}),
  checks: () =>
    onIdentityPolicies(({ path, statement }, { report }) => {
      if (!statement.Action?.some((action) => action.toLowerCase() === "iam:passrole")) return;
      const toService = comparisons(statement.Condition).some(
        ({ operator, key, values, holdsWithoutKey }) =>
          key === "iam:passedtoservice" &&
          /^String(Equals|Like)$/.test(operator) &&
          !holdsWithoutKey &&
          !values.includes("*"),
      );
      if (!toService) report(`${path} allows iam:PassRole without a condition on iam:PassedToService`);
    }),
});
