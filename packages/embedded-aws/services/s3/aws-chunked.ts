import { type Checksum, verifiedChecksum } from "./checksums.ts";
import { s3Errors } from "./s3-errors.ts";
import type { S3Request } from "./s3-request.ts";

type Headers = Readonly<Record<string, string>>;

/** Returns the uploaded bytes without their chunks. Throws BadDigest if they do not match the checksum sent with them. */
export function uploadedBody(request: S3Request): { body: Buffer; checksum: Checksum | undefined } {
  const { body, trailers } = isAwsChunked(request.headers)
    ? unchunk(request.body, request.headers)
    : { body: request.body, trailers: {} };
  return { body, checksum: verifiedChecksum({ ...request.headers, ...trailers }, body) };
}

function isAwsChunked(headers: Headers): boolean {
  const { "content-encoding": encoding = "", "x-amz-content-sha256": hash = "" } = headers;
  return hash.startsWith("STREAMING-") || /(^|,)\s*aws-chunked\s*(,|$)/.test(encoding);
}

/**
 * Decodes `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`, a chunk of size 0, trailers. Throws IncompleteBody.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
function unchunk(encoded: Buffer, headers: Headers): { readonly body: Buffer; readonly trailers: Headers } {
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
  if (stated !== undefined && Number(stated) !== body.length)
    throw s3Errors.incompleteBody(`${body.length} bytes came where ${stated} were announced`);
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
