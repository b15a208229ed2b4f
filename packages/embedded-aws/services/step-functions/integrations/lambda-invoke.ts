import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import { callSdk } from "./sdk/call.ts";
import { sdkServices } from "./sdk/services.ts";
import type { SdkSession } from "./sdk/session.ts";

const lambda = sdkServices.lambda!;

/**
 * `lambda:invoke`: Payload is any JSON and comes back as such. A function that failed makes an error of its `errorType`,
 * whose cause is what the function answered.
 */
export async function invokeLambda(
  session: SdkSession,
  args: Json,
  signal: AbortSignal,
): Promise<JsonObject> {
  const given = isObject(args) ? args : {};
  const action = { service: lambda, action: "invoke", optimised: true };
  const input = Object.hasOwn(given, "Payload") ? { ...given, Payload: JSON.stringify(given.Payload) } : args;
  const {
    Payload: answered,
    FunctionError: functionError,
    ...rest
  } = await callSdk(session, action, input, signal);
  const text = typeof answered === "string" ? answered : "";
  if (functionError !== undefined) throw functionFailure(text);
  return { ...rest, Payload: text === "" ? {} : parse(text) };
}

/** A function's own ARN as Resource: the arguments are the event, the result is what the function answered. */
export async function invokeFunction(
  session: SdkSession,
  arn: string,
  event: Json,
  signal: AbortSignal,
): Promise<Json> {
  const { Payload } = await invokeLambda(session, { FunctionName: arn, Payload: event }, signal);
  return Payload ?? null;
}

function functionFailure(text: string): StateError {
  const answer = parse(text);
  const type = isObject(answer) ? answer.errorType : undefined;
  return new StateError(typeof type === "string" && type !== "" ? type : "Lambda.Unknown", text);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
