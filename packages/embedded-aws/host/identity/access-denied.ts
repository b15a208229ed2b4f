import { AwsError } from "../gateway/aws-error.ts";
import type { Decision } from "./policy.ts";

export interface PolicyDecision {
  readonly decision: Decision;
  readonly policyType: "identity-based" | "session";
}

/** AWS's message of a refusal. Each protocol writes code and status in its own way. */
export function accessDenied(
  principalArn: string,
  action: string,
  resource: string,
  { decision, policyType }: PolicyDecision,
): AwsError {
  const because =
    decision === "explicitDeny"
      ? `with an explicit deny in ${policyType === "session" ? "a" : "an"} ${policyType} policy`
      : `because no ${policyType} policy allows the ${action} action`;
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
