import { AwsError } from "../aws-error.ts";

/** The answer to an operation that the embedded AWS does not have: AWS's own error, with the operation. */
export function unknownOperation(service: string, operation: string): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `${service}:${operation || "(none named)"} is not in the embedded AWS. docs/local.md lists what is.`,
    400,
  );
}
