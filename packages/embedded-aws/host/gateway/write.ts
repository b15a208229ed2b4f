import * as fs from "node:fs";
import type { ServerResponse } from "node:http";
import { filePieces, written } from "./body/file-pieces.ts";
import type { RequestHead } from "./request-head.ts";
import type { FileRange, GatewayResponse } from "./service.ts";

/** Sends an answer. Rejects if the client has gone. @param reusable whether the connection may have another request */
export async function write(
  response: ServerResponse,
  { status, headers = {}, body = "" }: GatewayResponse,
  { method, requestId }: RequestHead,
  reusable: boolean,
): Promise<void> {
  const bodyless = method === "HEAD" || status === 204 || status === 304;
  const length = isRange(body) ? body.length : Buffer.byteLength(body);
  const { "content-length": stated, ...others } = headers;
  response.writeHead(status, {
    "x-amzn-requestid": requestId,
    "x-amz-request-id": requestId,
    ...others,
    ...(reusable ? {} : { connection: "close" }),
    // The last: after it Node reads the bytes of content-disposition as UTF-8, and refuses most of them.
    ...(bodyless && stated === undefined ? {} : { "content-length": stated ?? length }),
  });
  // A text would make Node write the headers' bytes as UTF-8.
  if (!isRange(body)) return void response.end(bodyless ? undefined : bytesOf(body));
  try {
    if (!bodyless)
      for await (const piece of filePieces(body.descriptor, body.start, length))
        await written(response, piece);
    response.end();
  } finally {
    fs.closeSync(body.descriptor);
  }
}

function isRange(body: string | Uint8Array | FileRange): body is FileRange {
  return typeof body === "object" && "descriptor" in body;
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? Buffer.from(body) : body;
}
