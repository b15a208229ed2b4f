import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Of everything in the sample. */
const lastModified = "Mon, 02 Nov 2026 08:00:00 GMT";

/** Answers with `body`, or with 304 if the client has it already. */
export function answerWith(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  contentType: string,
): void {
  const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 32)}"`;
  const validators = { etag, "last-modified": lastModified };
  // If-None-Match has precedence over If-Modified-Since: RFC 9110, 13.2.2.
  const known = request.headers["if-none-match"] ?? request.headers["if-modified-since"];
  if (known === etag || known === lastModified) {
    response.writeHead(304, validators).end();
    return;
  }
  response.writeHead(200, { ...validators, "content-type": contentType, "content-length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** Answers with one line of text. */
export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
