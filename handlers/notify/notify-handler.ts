import { env } from "../../contract/env.ts";
import type { ExecutionEvent } from "../stop/execution-event.ts";
import { required } from "../storage/stores.ts";
import { type NotifiedWorkflow, type NotifyOptions, notifyOptions } from "./notify-options.ts";
import { type Call, tellOfEnd } from "./tell-of-end.ts";

/**
 * The function that tells people how runs ended. EventBridge calls it when an execution has ended. A second call tells nothing twice. A run
 * that a person stopped is not reported. @throws {NoticesNotSentError} @throws {NotClosedError}
 * @example export const handler = notifyHandler(workflows);
 */
export function notifyHandler(
  workflows: readonly NotifiedWorkflow[],
): (event: ExecutionEvent, call: Call) => Promise<void> {
  let options: NotifyOptions | undefined;
  return async (event, call) => {
    options ??= notifyOptions(workflows, JSON.parse(required(env.stateMachines)));
    await tellOfEnd(options, event, call);
  };
}
