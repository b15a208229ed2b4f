import { z } from "zod";
import { knowsNoResource } from "../kit/iam/any-resource-actions.ts";
import { comparisons, type Statement } from "../kit/iam/iam-policy.ts";
import { onIdentityPolicies } from "../kit/iam/policy-holders.ts";
import { resourceRule } from "../kit/rule.ts";

export const iamWildcardResources = resourceRule({
  name: "iam-wildcard-resources",
  code: "BL-P049",
  // A resource's own policy is not asked: there * is nothing but that resource.
  title: "What a role may do, it may do to named resources, not to *, where IAM knows narrower ones",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Name the resources' ARNs, with a wildcard only after what kind they are (arn:aws:batch:<region>:<account>:job/*). For an action that IAM checks on * alone, add it to allowedOnAnyResource of this rule in the stack's policy-config file, or to policies/kit/any-resource-actions.ts.",
  config: z.object({
    allowedOnAnyResource: z
      .array(z.string())
      .default([])
      .describe("Further actions that are accepted on *, such as pricing:GetProducts."),
  }),
  checks: ({ allowedOnAnyResource }) => {
    const allowed = new Set(allowedOnAnyResource.map((action) => action.toLowerCase()));
    return onIdentityPolicies(({ path, statement }, { report }) => {
      const everything = statement.Resource?.find(isEverything);
      if (everything === undefined || isLimitedByTag(statement.Condition)) return;
      const narrower = (statement.Action ?? []).filter(
        (action) => !knowsNoResource(action) && !allowed.has(action.toLowerCase()),
      );
      if (narrower.length > 0) report(`${path} allows ${narrower.join(", ")} on ${everything}`);
    });
  },
});

/** `*`, and ARNs that do not even say of what kind: `arn:aws:dynamodb:*:*:*`. */
function isEverything(resource: string): boolean {
  const [, , , , , ...name] = resource.split(":");
  return name.length === 0 ? resource.includes("*") : /^[*?/]+$/.test(name.join(":"));
}

/** Tags tell resources apart where ARNs cannot. */
function isLimitedByTag(condition: Statement["Condition"]): boolean {
  return comparisons(condition).some(
    ({ operator, key, values, holdsWithoutKey }) =>
      /:resourcetag\//.test(key) &&
      /^String(Equals|Like)$/.test(operator) &&
      !holdsWithoutKey &&
      !values.includes("*"),
  );
}
