import { isObject, type Json } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import { inAlphabet } from "../step-functions/integrations/sdk/convert.ts";
import type { ServiceCalls, Task } from "../step-functions/integrations/service-calls.ts";
import { withText } from "../step-functions/integrations/text-argument.ts";

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

/** Payload is any JSON, in both directions; text is sent as it is. A failed function is an error of its `errorType`, with its answer as the cause. */
async function invoke({ sdk, request }: Task): Promise<Json> {
  const args = request.arguments;
  const {
    Payload: answered,
    FunctionError,
    ...rest
  } = await sdk("invoke", withText(args, "Payload"), request.signal);
  const text = typeof answered === "string" ? answered : "";
  if (FunctionError !== undefined) throw functionFailure(text);
  return inAlphabet({ ...rest, Payload: text === "" ? {} : parse(text) });
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
