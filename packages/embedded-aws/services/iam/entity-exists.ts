import { AwsError } from "../../host/gateway/aws-error.ts";

/** IAM's error for a name that another entity has. */
export function entityExists(message: (name: string) => string): (name: string) => AwsError {
  return (name) => new AwsError("EntityAlreadyExists", message(name), 409);
}

/** What names of roles and policies consist of. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const iamName = /^[\w+=,.@-]+$/;
