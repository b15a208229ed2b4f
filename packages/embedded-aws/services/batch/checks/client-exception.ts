import { AwsError } from "../../../host/gateway/aws-error.ts";

/** Batch's only error for invalid requests. */
export function clientException(what: string): AwsError {
  return new AwsError("ClientException", what);
}

/** Words a ClientException of `act` as Batch does, with the request's id. */
export function inRequest<T>(requestId: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (!(cause instanceof AwsError) || cause.code !== "ClientException") throw cause;
    throw clientException(`Error executing request, Exception : ${cause.message}, RequestId: ${requestId}`);
  }
}
