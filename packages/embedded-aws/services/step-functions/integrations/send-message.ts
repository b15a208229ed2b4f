import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { asText } from "./as-text.ts";
import { callSdk } from "./sdk/call.ts";
import { sdkServices } from "./sdk/services.ts";
import type { SdkSession } from "./sdk/session.ts";

const action = { service: sdkServices.sqs!, action: "sendMessage", optimised: true };

/** `sqs:sendMessage`: MessageBody may be any JSON, which is sent as text. https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html */
export function sendMessage(session: SdkSession, args: Json, signal: AbortSignal): Promise<JsonObject> {
  const input =
    isObject(args) && args.MessageBody !== undefined
      ? { ...args, MessageBody: asText(args.MessageBody) }
      : args;
  return callSdk(session, action, input, signal);
}
