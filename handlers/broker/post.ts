import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";

export interface HttpAnswer {
  readonly status: number;
  /** The content type. */
  readonly type: string;
  readonly body: string;
}

/** STS's answer has less than 2 KiB. */
const mostBytes = 16_384;
const patienceMs = 5_000;

/**
 * Posts with these headers and no others but the body's length. Follows no redirect and unpacks nothing. Tries once more after a reset:
 * Lambda freezes a function's connections, so the first request may find a closed one. @throws what Node throws
 */
export async function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<HttpAnswer> {
  try {
    return await postOnce(url, headers, body);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ECONNRESET")) throw cause;
    return postOnce(url, headers, body);
  }
}

async function postOnce(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<HttpAnswer> {
  const { request } = url.protocol === "https:" ? https : http;
  const sent = request(url, { method: "POST", headers, signal: AbortSignal.timeout(patienceMs) });
  // One that comes after the response also ends the reading below.
  sent.on("error", () => {});
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBytes) throw new RangeError(`the answer has more than ${mostBytes} bytes`);
    parts.push(part);
  }
  const { statusCode: status = 0, headers: answered } = response;
  return { status, type: answered["content-type"] ?? "", body: Buffer.concat(parts).toString("utf8") };
}
