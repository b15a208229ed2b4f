import type { IncomingMessage } from "node:http";
import { AwsError } from "./aws-error.ts";

/** The largest body the gateway takes: it is held in memory. S3 itself takes 5 GiB in one PUT. */
const maxBodyBytes = 1024 ** 3;

/** Reads a request's body. Throws EntityTooLarge above 1 GiB, and the connection's error when the client goes away. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  refuseAbove(Number(message.headers["content-length"] ?? 0));
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    refuseAbove(length);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}

function refuseAbove(length: number): void {
  if (length <= maxBodyBytes) return;
  throw new AwsError(
    "EntityTooLarge",
    `the embedded AWS takes bodies of at most ${maxBodyBytes} bytes; upload larger objects in parts`,
  );
}
