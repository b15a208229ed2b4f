import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import { StateError } from "@batchline/state-machines";
import type { SdkAction } from "../arguments.ts";
import { fromSdk, inAlphabet, type TimeFormat, toSdk } from "./convert.ts";
import { sdkFailure } from "./errors.ts";
import { sdkOperation } from "./services.ts";
import type { SdkSession } from "./session.ts";
import type { Shape } from "./shape.ts";

/**
 * Arguments and result are PascalCase. Rejects with StateError of the service's error.
 * @param action With `plainText`, text for a field of bytes is sent as it is, as in optimised integrations.
 */
export async function callSdk(
  session: SdkSession,
  action: SdkAction & { readonly plainText: boolean },
  args: Json,
  signal?: AbortSignal,
): Promise<JsonObject> {
  const found = sdkOperation(action.service, action.action);
  const operation = must(found, "a definition with an unknown operation is refused");
  refuseEmpty(operation.labels, args, action);
  const plainText = action.optimised || action.plainText;
  const given = plainText ? args : withContentType(args, operation.input);
  const command = new operation.command(toSdk(given, operation.input, plainText));
  try {
    const answer = await session
      .client(action.service)
      .send(command, signal === undefined ? {} : { abortSignal: signal });
    const format: TimeFormat = action.optimised ? "epoch-ms" : "iso";
    const result = await fromSdk(answer, operation.output, format);
    return inAlphabet({
      ...(isObject(result) ? result : {}),
      ...(action.optimised ? metadata(answer.$metadata) : {}),
    });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof StateError) throw cause;
    throw sdkFailure(cause, action);
  }
}

/** As AWS's client does. Without a key the path of an object would be its bucket's. */
function refuseEmpty(labels: readonly string[], args: Json, action: SdkAction): void {
  const empty = labels.find((label) => isObject(args) && args[label] === "");
  if (empty !== undefined) throw sdkFailure(new Error(`${empty} cannot be empty.`), action);
}

/** AWS's client says of the JSON text that it sends that it is text. */
function withContentType(args: Json, input: Shape): Json {
  if (input.kind !== "structure" || !input.members.has("ContentType")) return args;
  return isObject(args) && args.Body !== undefined
    ? { ContentType: "text/plain; charset=UTF-8", ...args }
    : args;
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
