import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import type { ServiceCalls } from "../service-calls.ts";
import { fromSdk, type TimeFormat, toSdk, unsupported } from "./convert.ts";
import { sdkFailure } from "./errors.ts";
import { type SdkOperation, sdkOperation } from "./services.ts";
import type { SdkSession } from "./session.ts";

/** One operation of one service, as a Resource names it. */
export interface SdkAction {
  readonly service: ServiceCalls;
  readonly action: string;
  /** Optimised integrations have error names, times and metadata of their own. */
  readonly optimised: boolean;
}

/** Throws TypeError when the service has no such operation; definitions that name one are refused earlier. */
function operationOf({ service, action }: SdkAction): SdkOperation {
  const operation = sdkOperation(service, action);
  if (operation === undefined) throw new TypeError(`${service.name} has no operation ${action}`);
  return operation;
}

/**
 * Calls the operation with the session's role and PascalCase arguments; resolves with its PascalCase result. Rejects with
 * StateError: States.Runtime for arguments that the operation does not have, else the service's own error.
 */
export async function callSdk(
  session: SdkSession,
  action: SdkAction,
  args: Json,
  signal?: AbortSignal,
): Promise<JsonObject> {
  const operation = operationOf(action);
  const problems = unsupported(args, operation.input, true);
  if (problems.length > 0) throw new StateError("States.Runtime", problems.join("; "));
  const command = new operation.command(toSdk(args, operation.input));
  try {
    const answer = await session
      .client(action.service)
      .send(command, signal === undefined ? {} : { abortSignal: signal });
    const format: TimeFormat = action.optimised ? "epoch-ms" : "iso";
    const result = await fromSdk(answer, operation.output, format);
    return { ...(isObject(result) ? result : {}), ...(action.optimised ? metadata(answer.$metadata) : {}) };
  } catch (cause) {
    signal?.throwIfAborted();
    throw sdkFailure(cause, action);
  }
}

/** What optimised integrations add to a result. The headers of the HTTP answer are left out. */
function metadata(given: unknown): JsonObject {
  const { httpStatusCode = 200, requestId = "" } = (given ?? {}) as {
    httpStatusCode?: number;
    requestId?: string;
  };
  return {
    SdkHttpMetadata: { HttpStatusCode: httpStatusCode },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
