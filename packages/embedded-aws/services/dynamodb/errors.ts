import { AwsError } from "../../host/gateway/aws-error.ts";

/** The error of a request that is not valid. */
export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** The same, with the words that most messages start with. */
export function invalid(problem: string): AwsError {
  return validation(`One or more parameter values were invalid: ${problem}`);
}

/** The error of a table or index that is not there. */
export function notFound(message = "Requested resource not found"): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}
