import { isObject, type Json } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import type { Origin, ServiceCalls, Task } from "../step-functions/integrations/service-calls.ts";
import { withText } from "../step-functions/integrations/text-argument.ts";

export const calls: ServiceCalls = {
  sdkName: "eventbridge",
  model: "events",
  package: "@aws-sdk/client-eventbridge",
  client: "EventBridgeClient",
  name: "EventBridge",
  optimised: {
    type: "events",
    name: "EventBridge",
    baseException: "AmazonEventBridgeException",
    actions: { putEvents: { patterns: ["", ".waitForTaskToken"], json: ["Detail"], call: putEvents } },
  },
};

/**
 * Adds execution and machine to each entry's Resources. If an entry is not accepted, the task fails.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
 */
async function putEvents({ sdk, request, origin }: Task): Promise<Json> {
  const args = request.arguments;
  const input =
    isObject(args) && Array.isArray(args.Entries)
      ? { ...args, Entries: args.Entries.map((entry: Json) => withOrigin(entry, origin)) }
      : args;
  // AWS leaves out the metadata that it adds to other results.
  const {
    SdkHttpMetadata: _http,
    SdkResponseMetadata: _response,
    ...answer
  } = await sdk("putEvents", input, request.signal);
  if (answer.FailedEntryCount === 0 || answer.FailedEntryCount === undefined) return answer;
  throw new StateError("EventBridge.FailedEntry", JSON.stringify(answer));
}

function withOrigin(entry: Json, { executionArn, stateMachineArn }: Origin): Json {
  if (!isObject(entry)) return entry;
  const { Resources: given = [] } = entry;
  const Resources = [...(Array.isArray(given) ? given : [given]), executionArn, stateMachineArn];
  return withText({ ...entry, Resources }, "Detail");
}
