import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { GatewayRequest } from "./service.ts";

/** A request without its body. */
export interface RequestHead
  extends Pick<GatewayRequest, "method" | "path" | "query" | "headers" | "requestId"> {
  /** As sent, without the question mark. */
  readonly rawQuery: string;
}

export function headOf(message: IncomingMessage): RequestHead {
  const { method = "GET", url = "/" } = message;
  const mark = url.indexOf("?");
  const rawQuery = mark < 0 ? "" : url.slice(mark + 1);
  return {
    method,
    path: (mark < 0 ? url : url.slice(0, mark)) || "/",
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: joined(message),
    requestId: randomUUID(),
  };
}

/** As signed: a repeated header's values with commas between them. Node itself would drop a second `host` or `authorization`. */
function joined(message: IncomingMessage): Record<string, string> {
  const given = Object.entries(message.headersDistinct);
  return Object.fromEntries(given.map(([name, values = []]) => [name, values.join(",")]));
}
