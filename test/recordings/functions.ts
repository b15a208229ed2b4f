import type { Json } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import type { GatewayResponse, Service } from "@batchline/embedded-aws/testing";
import type { RecordedFunction } from "./recording.ts";

/** Answers Invoke for the functions of a recording, and leaves everything else to the embedded Lambda. */
export function withFunctions(
  lambda: Service,
  functions: readonly RecordedFunction[],
  clock: Clock,
): Service {
  return {
    ...lambda,
    async handle(request) {
      const [, reference = ""] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.path) ?? [];
      const name = decodeURIComponent(reference).split(":")[reference.includes("%3A") ? 6 : 0];
      const invoked = functions.find((each) => each.name === name);
      if (invoked === undefined) return lambda.handle(request);
      return answerOf(invoked, invoked.behaviour, request.body.toString("utf8") || "{}", clock);
    },
  };
}

async function answerOf(
  { seconds = 0, then = "echo", ...invoked }: RecordedFunction,
  behaviour: string,
  event: string,
  clock: Clock,
): Promise<GatewayResponse> {
  switch (behaviour) {
    case "echo":
      return answered(event);
    case "constant":
      return answered(JSON.stringify(invoked.value));
    case "prefix":
      return answered(JSON.stringify(`${invoked.prefix}${asPython(JSON.parse(event))}`));
    case "bytes":
      return answered((invoked.char ?? " ").repeat(invoked.length ?? 0));
    case "delay":
      await new Promise<void>((resolve) => clock.after(seconds * 1000, resolve));
      return answerOf({ ...invoked, behaviour: then }, then, event, clock);
    case "raise":
      return answered(JSON.stringify(invoked.answer ?? {}), { "x-amz-function-error": "Unhandled" });
    default:
      throw new TypeError(`a function does "${behaviour}", which is not known here`);
  }
}

function answered(body: string, more: Record<string, string> = {}): GatewayResponse {
  const headers = { "content-type": "application/json", "x-amz-executed-version": "$LATEST", ...more };
  return { status: 200, headers, body };
}

/** A value as Python prints it, within an f-string. */
function asPython(value: Json): string {
  return typeof value === "string" ? value : inPython(value);
}

function inPython(value: Json): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(inPython).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `'${key}': ${inPython(item)}`)
    .join(", ")}}`;
}
