import { comparisons, requiresText } from "../kit/iam/iam-policy.ts";
import { onIdentityPolicies } from "../kit/iam/policy-holders.ts";
import { resourceRule } from "../kit/rule.ts";

export const iamPassRole = resourceRule({
  name: "iam-pass-role",
  code: "BL-P051",
  title: "A permission to pass a role names the service that receives it",
  severity: "high",
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
  fix: 'Put iam:PassRole in a separate statement, with the role\'s ARN and the condition StringEquals { "iam:PassedToService": "<service>.amazonaws.com" }.',
  checks: () =>
    onIdentityPolicies(({ path, statement }, { report }) => {
      if (!statement.Action?.some((action) => action.toLowerCase() === "iam:passrole")) return;
      const toService = comparisons(statement.Condition).some(
        (comparison) => comparison.key === "iam:passedtoservice" && requiresText(comparison),
      );
      if (!toService) report(path, "allows iam:PassRole without a condition on iam:PassedToService");
    }),
});
