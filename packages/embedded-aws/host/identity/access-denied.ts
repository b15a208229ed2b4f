import { AwsError } from "../gateway/aws-error.ts";
import type { Judgement } from "./decision.ts";

/** AWS's message of a refusal. */
export function accessDenied(
  principalArn: string,
  action: string,
  resource: string,
  { decision, policyType }: Judgement,
): AwsError {
  const because =
    decision === "explicitDeny"
      ? `with an explicit deny in ${policyType === "session" ? "a" : "an"} ${policyType} policy`
      : `because no ${policyType} policy allows the ${action} action`;
  return refusal(`${notAuthorised(principalArn, action, resource)} ${because}`);
}

/** AssumeRole's refusal, which does not say which side said no. */
export function notAssumable(principalArn: string, action: string, roleArn: string): AwsError {
  return refusal(notAuthorised(principalArn, action, roleArn));
}

function notAuthorised(principalArn: string, action: string, resource: string): string {
  return `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`;
}

/** Each protocol writes code and status in its own way. */
function refusal(message: string): AwsError {
  return new AwsError("AccessDeniedException", message, 403);
}
