import type { IncomingMessage, ServerResponse } from "node:http";
import { CodedError, codedMessage } from "@batchline/diagnostics";
import { RefusedRequestError } from "../errors.ts";
import type { PageEvent, ProblemView } from "../view.ts";
import { safeHeaders } from "./guard.ts";

/** Answers with a text of this type. */
export function sendText(response: ServerResponse, type: string, text: string, status = 200): void {
  response.writeHead(status, { ...safeHeaders, "content-type": `${type}; charset=utf-8` });
  response.end(text);
}

/** Answers with a view. */
export const sendJson = (response: ServerResponse, view: unknown, status = 200) =>
  sendText(response, "application/json", JSON.stringify(view), status);

/** Answers with what went wrong: a refusal by its own status, all else by 500. */
export function sendProblem(response: ServerResponse, cause: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (cause instanceof CodedError) {
    const status = cause instanceof RefusedRequestError ? cause.status : 500;
    sendJson(response, { code: cause.code, message: codedMessage(cause) } satisfies ProblemView, status);
    return;
  }
  // A bug of this program: its stack helps, on the terminal.
  console.error(cause);
  const message = "the server failed; its terminal shows the error";
  sendJson(response, { code: "", message } satisfies ProblemView, 500);
}

/** The largest body of a request, in bytes: a rerun of 2,000 tenants has 80 KB. */
const mostBody = 1024 * 1024;

/** The request's JSON. @throws RefusedRequestError if it is not JSON, or too large */
export async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (request.headers["content-type"] !== "application/json")
    throw new RefusedRequestError(415, "BL-D004", "the request's body is not declared as application/json");
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostBody) throw new RefusedRequestError(413, "BL-D004", "the request's body has over 1 MiB");
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw new RefusedRequestError(400, "BL-D004", "the request's body is not JSON");
  }
}

/** How often a silent stream says that it lives, in milliseconds: some proxies and browsers drop silent ones. */
const heartbeatMs = 15_000;

/** Answers with a stream of events, until the browser or the server ends it. `watch` returns what ends the watching. */
export function sendEvents(
  response: ServerResponse,
  watch: (onEvent: (event: PageEvent) => void) => () => void,
): void {
  response.writeHead(200, { ...safeHeaders, "content-type": "text/event-stream" });
  response.write("retry: 1000\n\n");
  const heartbeat = setInterval(() => response.write(":\n\n"), heartbeatMs);
  const end = watch((event) => response.write(`event: ${event.what}\ndata: ${JSON.stringify(event)}\n\n`));
  response.once("close", () => {
    clearInterval(heartbeat);
    end();
  });
}
