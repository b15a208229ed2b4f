import { z } from "zod";
import { supportsOnlyAnyResource } from "../kit/iam/any-resource-actions.ts";
import { comparisons, requiresText, type Statement } from "../kit/iam/iam-policy.ts";
import { onIdentityPolicies } from "../kit/iam/policy-holders.ts";
import { resourceRule, texts } from "../kit/rule.ts";

export const iamWildcardResources = resourceRule({
  name: "iam-wildcard-resources",
  code: "BL-P049",
  // A resource's own policy is not checked: there * is that resource.
  title: "Roles may act on named resources, not on *, unless IAM supports nothing wide",
  severity: "high",
  fix: "Name the resources' ARNs, with a wildcard only after the resource type (arn:aws:batch:<region>:<account>:job/*). If IAM checks an action on * alone, add it to allowedOnAnyResource of this rule in the stack's policy-config file, or to policies/kit/iam/any-resource-actions.ts.",
  config: z.object({
    allowedOnAnyResource: texts("More actions that are accepted on *, such as pricing:GetProducts."),
  }),
  checks: ({ allowedOnAnyResource }) => {
    const allowed = new Set(allowedOnAnyResource.map((action) => action.toLowerCase()));
    return onIdentityPolicies(({ path, statement }, { report }) => {
      const everything = statement.Resource?.find(isEverything);
      if (everything === undefined || isLimitedByTag(statement.Condition)) return;
      const wide = (statement.Action ?? []).filter(
        (action) => !supportsOnlyAnyResource(action) && !allowed.has(action.toLowerCase()),
      );
      if (wide.length > 0) report(path, `allows ${wide.join(", ")} on ${everything}`);
    });
  },
});

/** `*`, and ARNs without a resource type: `arn:aws:dynamodb:*:*:*`. */
function isEverything(resource: string): boolean {
  const [, , , , , ...name] = resource.split(":");
  return name.length === 0 ? resource.includes("*") : /^[*?/]+$/.test(name.join(":"));
}

/** A condition on the resources' tags limits a statement, too. */
function isLimitedByTag(condition: Statement["Condition"]): boolean {
  return comparisons(condition).some(
    (comparison) => /:resourcetag\//.test(comparison.key) && requiresText(comparison),
  );
}
