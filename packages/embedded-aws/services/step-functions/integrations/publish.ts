import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { asText } from "./as-text.ts";
import { callSdk } from "./sdk/call.ts";
import { sdkServices } from "./sdk/services.ts";
import type { SdkSession } from "./sdk/session.ts";

const action = { service: sdkServices.sns!, action: "publish", optimised: true };

/** `sns:publish`: Message may be any JSON, which is sent as text. https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
export function publish(session: SdkSession, args: Json, signal: AbortSignal): Promise<JsonObject> {
  const input =
    isObject(args) && args.Message !== undefined ? { ...args, Message: asText(args.Message) } : args;
  return callSdk(session, action, input, signal);
}
