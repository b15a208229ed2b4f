import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import { asText } from "./as-text.ts";
import { callSdk } from "./sdk/call.ts";
import { sdkServices } from "./sdk/services.ts";
import type { SdkSession } from "./sdk/session.ts";

const action = { service: sdkServices.eventbridge!, action: "putEvents", optimised: true };

/** Whose execution puts the events: they name both as resources. */
export interface EventOrigin {
  readonly executionArn: string;
  readonly stateMachineArn: string;
}

/**
 * `events:putEvents`: Detail may be any JSON; execution and machine are added to each entry's Resources. When any entry is
 * not accepted, the task fails with EventBridge.FailedEntry.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
 */
export async function putEvents(
  session: SdkSession,
  { executionArn, stateMachineArn }: EventOrigin,
  args: Json,
  signal: AbortSignal,
): Promise<JsonObject> {
  const withOrigin = (entry: Json): Json => {
    if (!isObject(entry)) return entry;
    const { Detail, Resources = [] } = entry;
    return {
      ...entry,
      ...(Detail === undefined ? {} : { Detail: asText(Detail) }),
      Resources: [...(Array.isArray(Resources) ? Resources : [Resources]), executionArn, stateMachineArn],
    };
  };
  const input =
    isObject(args) && Array.isArray(args.Entries) ? { ...args, Entries: args.Entries.map(withOrigin) } : args;
  const answer = await callSdk(session, action, input, signal);
  if (answer.FailedEntryCount === 0 || answer.FailedEntryCount === undefined) return answer;
  throw new StateError("EventBridge.FailedEntry", JSON.stringify(answer));
}
