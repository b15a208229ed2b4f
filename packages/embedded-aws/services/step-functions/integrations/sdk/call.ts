import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import { StateError } from "@batchline/state-machines";
import type { ServiceCalls } from "../service-calls.ts";
import { fromSdk, type TimeFormat, toSdk, unsupported } from "./convert.ts";
import { sdkFailure } from "./errors.ts";
import { sdkOperation } from "./services.ts";
import type { SdkSession } from "./session.ts";

interface SdkAction {
  readonly service: ServiceCalls;
  readonly action: string;
  /** Optimised integrations have error names, times and metadata of their own. */
  readonly optimised: boolean;
}

/** Arguments and result are PascalCase. Rejects with StateError: States.Runtime for unknown arguments, or the service's error. */
export async function callSdk(
  session: SdkSession,
  action: SdkAction,
  args: Json,
  signal?: AbortSignal,
): Promise<JsonObject> {
  const found = sdkOperation(action.service, action.action);
  const operation = must(found, "a definition with an unknown operation is refused");
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

/** Optimised integrations add it to a result. */
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
