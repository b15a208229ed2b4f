import { validateHeaderName, validateHeaderValue } from "node:http";
import type { GatewayResponse } from "./service.ts";

/** Whether HTTP can carry a text as a header's value: ISO-8859-1 without control characters. */
export function isHeaderValue(text: string): boolean {
  return !/[^\t\x20-\x7e\x80-\xff]/.test(text);
}

/** Throws what Node would throw while it writes the headers, when it is too late for an error's answer. */
export function checkedHeaders(answer: GatewayResponse): GatewayResponse {
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  return answer;
}
