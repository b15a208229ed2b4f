import type { FunctionUrlArgs } from "@pulumi/aws/lambda/functionUrl.js";
import type { PermissionArgs } from "@pulumi/aws/lambda/permission.js";
import { type Allowance, comparisons, equality, type Statement } from "../kit/iam/iam-policy.ts";
import { onKeyPolicies, onResourcePolicies, onTrustPolicies } from "../kit/iam/policy-holders.ts";
import { resourceType } from "../kit/resource-types.ts";
import { type Context, on, resourceRule } from "../kit/rule.ts";

const permission = resourceType<PermissionArgs>("aws:lambda/permission:Permission");
const functionUrl = resourceType<FunctionUrlArgs>("aws:lambda/functionUrl:FunctionUrl");

export const publicPolicy = resourceRule({
  name: "public-policy",
  code: "BL-P047",
  title: "No policy of a bucket, topic, queue, repository, secret, key, function or role allows everyone",
  severity: "critical",
  fix: "Name the principals, or add a condition on an account, organisation, source ARN, VPC or address range (aws:PrincipalOrgID, aws:SourceArn, …).",
  checks: () => [
    ...[onResourcePolicies, onKeyPolicies, onTrustPolicies].flatMap((on) => on(check)),
    on(permission, ({ props }, { report }) => {
      const limits = ["sourceAccount", "sourceArn", "principalOrgId"];
      if (props.principal === "*" && !limits.some((limit) => limit in props))
        report("principal", "is * without sourceAccount, sourceArn or principalOrgId");
    }),
    on(functionUrl, ({ props }, { report }) => {
      if (props.authorizationType === "NONE")
        report("authorizationType", "is NONE: everyone may call the function");
    }),
  ],
});

function check({ path, statement }: Allowance, { report }: Context): void {
  if (statement.NotPrincipal !== undefined) report(path, "allows everyone except its NotPrincipal");
  else if (statement.Principal?.AWS?.includes("*") && !isLimited(statement.Condition))
    report(path, "allows everyone: Principal is * without a limiting condition");
}

/** Condition keys that identify the caller. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
const identifying = [
  "aws:principalaccount aws:principalarn aws:principalorgid aws:principalorgpaths aws:userid",
  "aws:sourceaccount aws:sourcearn aws:sourceorgid aws:sourceowner aws:sourcevpc aws:sourcevpce",
  "kms:calleraccount s3:dataaccesspointaccount s3:dataaccesspointarn",
].flatMap((line) => line.split(" "));

function isLimited(condition: Statement["Condition"]): boolean {
  return comparisons(condition).some(({ operator, key, values, holdsWithoutKey }) => {
    if (holdsWithoutKey) return false;
    if (operator === "IpAddress" && key === "aws:sourceip") return values.every(isNarrowRange);
    return equality.test(operator) && identifying.includes(key) && values.every(isFixed);
  });
}

/** An ARN with an account may have wildcards after it. `arn:aws:s3:::name` has no account, so it may not. */
function isFixed(value: string): boolean {
  const account = /^arn:[^:]*:[^:]*:[^:]*:([^:]+):/.exec(value)?.[1];
  return !/[*?]/.test(account ?? value);
}

/** Ranges wider than /8, or /32 of IPv6, count as public. */
function isNarrowRange(range: string): boolean {
  const [, prefix] = range.split("/");
  return prefix === undefined || Number(prefix) >= (range.includes(":") ? 32 : 8);
}
