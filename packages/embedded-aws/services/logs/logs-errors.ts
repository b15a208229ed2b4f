import { AwsError } from "../../host/gateway/aws-error.ts";

/** Most errors of CloudWatch Logs for invalid requests. */
export function invalidParameter(why: string): AwsError {
  return new AwsError("InvalidParameterException", why);
}

/** The model's refusal, but for names: AWS has words of its own for long ones. Recorded by LocalStack: test_create_log_group_invalid_name_length */
export function refusedInput(message: string): AwsError {
  return invalidParameter(
    /at 'log(Group|Stream)Name' failed .* less than or equal to 512$/.test(message)
      ? "Invalid LogGroup or LogStream, both must have length less than or equal to 512."
      : message,
  );
}

export function notFound(what: "group" | "stream"): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified log ${what} does not exist.`);
}

export function alreadyExists(what: "group" | "stream"): AwsError {
  return new AwsError("ResourceAlreadyExistsException", `The specified log ${what} already exists`);
}
