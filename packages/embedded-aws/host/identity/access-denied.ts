import { AwsError } from "../gateway/aws-error.ts";
import type { PolicyDecision } from "./decide.ts";

/**
 * AWS's message of a refusal. Each protocol writes code and status in its own way.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function accessDenied(
  principalArn: string,
  action: string,
  resource: string,
  { decision, policyType }: PolicyDecision,
): AwsError {
  const policy = policyType === "permissions boundary" ? policyType : `${policyType} policy`;
  const article = policyType === "identity-based" ? "an" : "a";
  const because =
    decision === "explicitDeny"
      ? `with an explicit deny in ${article} ${policy}`
      : `because no ${policy} allows the ${action} action`;
  return notAuthorised(principalArn, action, resource, because);
}

/** `because` is left out where AWS does not say which side refused, as for AssumeRole. */
export function notAuthorised(
  principalArn: string,
  action: string,
  resource: string,
  ...because: string[]
): AwsError {
  const message = `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`;
  return new AwsError("AccessDeniedException", [message, ...because].join(" "), 403);
}
