import { s3Errors } from "./errors.ts";

/** A body as it was before it was cut into chunks, and the headers that came after it. */
export interface Unchunked {
  readonly body: Buffer;
  /** Lower-case names: checksums, as a rule. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** Whether the body of a request with these headers is aws-chunked. */
export function isAwsChunked(headers: Readonly<Record<string, string>>): boolean {
  return (
    headers["x-amz-content-sha256"]?.startsWith("STREAMING-") === true ||
    /(^|,)\s*aws-chunked\s*(,|$)/.test(headers["content-encoding"] ?? "")
  );
}

/**
 * Takes the content encoding aws-chunked off: `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`, a chunk of size 0, trailers.
 * Throws IncompleteBody when it breaks off or when `x-amz-decoded-content-length` says otherwise.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function unchunk(encoded: Buffer, headers: Readonly<Record<string, string>>): Unchunked {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = encoded.indexOf("\r\n", at);
    if (end < 0) throw s3Errors.incompleteBody("the aws-chunked body has no last chunk");
    const size = Number.parseInt(encoded.toString("latin1", at, end), 16);
    if (Number.isNaN(size)) throw s3Errors.incompleteBody("a chunk of the aws-chunked body has no size");
    at = end + 2;
    if (size === 0) break;
    if (at + size > encoded.length) throw s3Errors.incompleteBody("the aws-chunked body ends within a chunk");
    chunks.push(encoded.subarray(at, at + size));
    at += size + 2;
  }
  const [only] = chunks;
  const body = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
  const stated = headers["x-amz-decoded-content-length"];
  if (stated !== undefined && Number(stated) !== body.length) {
    throw s3Errors.incompleteBody(`${body.length} bytes came where ${stated} were announced`);
  }
  return { body, trailers: trailers(encoded.toString("latin1", at)) };
}

function trailers(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) found[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return found;
}
