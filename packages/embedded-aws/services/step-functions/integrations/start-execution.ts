import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { TaskRequest } from "@batchline/state-machines";
import { StateError } from "@batchline/state-machines";
import { callSdk } from "./sdk/call.ts";
import { sdkServices } from "./sdk/services.ts";
import type { SdkSession } from "./sdk/session.ts";

const sfn = sdkServices.sfn!;
const action = (name: string) => ({ service: sfn, action: name, optimised: true });

/** Resolves when the execution has ended; rejects with the signal's reason when that aborts. */
export type WaitForExecution = (executionArn: string, signal: AbortSignal) => Promise<void>;

/** `states:startExecution`: Input is any JSON. */
export function startExecution(session: SdkSession, args: Json, signal?: AbortSignal): Promise<JsonObject> {
  const input =
    isObject(args) && args.Input !== undefined && typeof args.Input !== "string"
      ? { ...args, Input: JSON.stringify(args.Input) }
      : args;
  return callSdk(session, action("startExecution"), input, signal);
}

/**
 * `states:startExecution.sync`: the result is the execution as it ended, with `parseOutput` (`.sync:2`) its output as JSON. One
 * that did not succeed is States.TaskFailed. When the task is aborted, the execution is stopped.
 */
export async function runExecution(
  session: SdkSession,
  waitForExecution: WaitForExecution,
  request: TaskRequest,
  parseOutput: boolean,
): Promise<Json> {
  request.signal.throwIfAborted();
  const answer = await startExecution(session, request.arguments);
  const executionArn = String(answer.ExecutionArn);
  try {
    request.signal.throwIfAborted();
    request.submitted(answer);
    await waitForExecution(executionArn, request.signal);
  } catch (cause) {
    if (request.signal.aborted) await stop(session, executionArn);
    throw cause;
  }
  const {
    SdkHttpMetadata: _http,
    SdkResponseMetadata: _response,
    ...execution
  } = await callSdk(session, action("describeExecution"), { ExecutionArn: executionArn }, request.signal);
  const { Output } = execution;
  const ended =
    parseOutput && typeof Output === "string" ? { ...execution, Output: JSON.parse(Output) } : execution;
  if (execution.Status === "SUCCEEDED") return ended;
  throw new StateError("States.TaskFailed", JSON.stringify(ended));
}

/** As on AWS a best effort: a role that may not stop executions leaves them running. */
async function stop(session: SdkSession, executionArn: string): Promise<void> {
  try {
    await callSdk(session, action("stopExecution"), { ExecutionArn: executionArn });
  } catch (cause) {
    if (!(cause instanceof StateError)) throw cause;
  }
}
