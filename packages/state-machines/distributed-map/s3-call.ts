import type { Json, JsonObject } from "@batchline/asl";
import { isObject } from "@batchline/asl";
import type { Visit } from "../execution/visit-state.ts";
import { StateError } from "../state-error.ts";

/**
 * Calls S3 with the machine's role, as a Task with an AWS SDK integration would. Whatever goes wrong becomes `error`:
 * States.ItemReaderFailed or States.ResultWriterFailed.
 */
export async function callS3(
  visit: Visit,
  action: "listObjectsV2" | "getObject" | "putObject",
  args: Json,
  error: string,
): Promise<JsonObject> {
  try {
    const answer = await visit.run.connect(`arn:aws:states:::aws-sdk:s3:${action}`).perform({
      arguments: args,
      plainText: true,
      token: undefined,
      heartbeatSeconds: undefined,
      signal: visit.thread.signal,
      submitted: () => {},
    });
    return isObject(answer) ? answer : {};
  } catch (cause) {
    if (cause instanceof StateError) throw new StateError(error, cause.explanation);
    throw cause;
  }
}
