import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { CodedError } from "@batchline/diagnostics";
import * as z from "zod";
import type { EndRequest, EndResult } from "../../contract/end-request.ts";
import type { HandlerErrorCode } from "../error-codes.ts";

/** A dead execution holds the workflow's lock, and the close function could not end its run. */
export class EndFailedError extends CodedError<HandlerErrorCode> {}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const FunctionFailure = z.object({ errorMessage: z.string() });
const Result = z.object({ alive: z.boolean() }) satisfies z.ZodType<EndResult>;

/** Has the close function `name` end the run of a dead execution, and waits for it. @throws {EndFailedError} */
export async function endByFunction(
  lambda: LambdaClient,
  name: string,
  request: EndRequest,
): Promise<EndResult> {
  const { workflow, runId, execution } = request.end;
  const failed = (why: string, cause?: unknown) =>
    new EndFailedError(
      "BL-H014",
      `${workflow}: the dead execution ${execution} holds the lock, and its run ${runId} could not be closed: ${why}`,
      { cause },
    );
  const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(request) });
  const { FunctionError, Payload } = await lambda.send(command).catch((cause: unknown) => {
    throw failed(String(cause), cause);
  });
  const text = Payload?.transformToString() ?? "";
  const answered: unknown = JSON.parse(text);
  if (FunctionError !== undefined) {
    const { errorMessage = text } = FunctionFailure.safeParse(answered).data ?? {};
    throw failed(errorMessage.slice(0, longestAnswer), answered);
  }
  const answer = Result.safeParse(answered);
  if (!answer.success) throw failed(`it answered ${text.slice(0, longestAnswer)}`, answer.error);
  return answer.data;
}

/** Characters of the function's answer that the message keeps. */
const longestAnswer = 1_000;
