import { AwsError } from "../../../host/gateway/aws-error.ts";

/** Batch's one error for what is the caller's fault, worded as Batch words it. */
export function clientException(what: string, requestId?: string): AwsError {
  const text =
    requestId === undefined ? what : `Error executing request, Exception : ${what}, RequestId: ${requestId}`;
  return new AwsError("ClientException", text);
}
