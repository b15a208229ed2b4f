import { AwsError } from "../../host/gateway/aws-error.ts";

/** IAM's error for a name that another entity has. */
export function entityExists(message: (name: string) => string): (name: string) => AwsError {
  return (name) => new AwsError("EntityAlreadyExists", message(name), 409);
}
