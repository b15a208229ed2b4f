import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import type { SdkAction } from "../arguments.ts";
import { fromSdk, type TimeFormat, toSdk } from "./convert.ts";
import { sdkFailure } from "./errors.ts";
import { sdkOperation } from "./services.ts";
import type { SdkSession } from "./session.ts";

/** Arguments and result are PascalCase. Rejects with StateError of the service's error. */
export async function callSdk(
  session: SdkSession,
  action: SdkAction,
  args: Json,
  signal?: AbortSignal,
): Promise<JsonObject> {
  const found = sdkOperation(action.service, action.action);
  const operation = must(found, "a definition with an unknown operation is refused");
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
