import { AwsError } from "../gateway/aws-error.ts";
import type { Judgement } from "./decision.ts";

/** The services whose refusal is `AccessDenied` (XML protocols); the others, JSON ones, say `AccessDeniedException`. */
const codes: Readonly<Record<string, string>> = {
  s3: "AccessDenied",
  sts: "AccessDenied",
  iam: "AccessDenied",
  sns: "AuthorizationError",
};
/** Services of AWS JSON 1.0 and 1.1, which answer every client error with 400; the others answer a refusal with 403. */
const status400 = new Set(["dynamodb", "states", "logs", "secretsmanager", "ssm", "events"]);

/** A refusal worded as AWS words it, in the code and status of the action's service. */
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
  return refusal(action, `${notAuthorised(principalArn, action, resource)} ${because}`);
}

/** AssumeRole's refusal, which does not say which side said no. */
export function notAssumable(principalArn: string, action: string, roleArn: string): AwsError {
  return refusal(action, notAuthorised(principalArn, action, roleArn));
}

function notAuthorised(principalArn: string, action: string, resource: string): string {
  return `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`;
}

function refusal(action: string, message: string): AwsError {
  const service = action.split(":")[0] ?? "";
  return new AwsError(codes[service] ?? "AccessDeniedException", message, status400.has(service) ? 400 : 403);
}
