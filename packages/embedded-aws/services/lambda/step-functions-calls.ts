import { isObject, type Json } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import type { ServiceCalls, Task } from "../step-functions/integrations/service-calls.ts";

export const calls: ServiceCalls = {
  sdkName: "lambda",
  model: "lambda",
  package: "@aws-sdk/client-lambda",
  client: "LambdaClient",
  name: "Lambda",
  optimised: {
    type: "lambda",
    name: "Lambda",
    baseException: "AWSLambdaException",
    actions: { invoke: { patterns: ["", ".waitForTaskToken"], json: ["Payload"], call: invoke } },
  },
};

/** Payload is any JSON, in both directions. A failed function is an error of its `errorType`, with its answer as the cause. */
async function invoke({ sdk, request }: Task): Promise<Json> {
  const args = request.arguments;
  const input =
    isObject(args) && Object.hasOwn(args, "Payload")
      ? { ...args, Payload: JSON.stringify(args.Payload) }
      : args;
  const { Payload: answered, FunctionError, ...rest } = await sdk("invoke", input, request.signal);
  const text = typeof answered === "string" ? answered : "";
  if (FunctionError !== undefined) throw functionFailure(text);
  return { ...rest, Payload: text === "" ? {} : parse(text) };
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
