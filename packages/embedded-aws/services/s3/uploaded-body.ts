import { isAwsChunked, unchunk } from "./aws-chunked.ts";
import { type Checksum, verifiedChecksum } from "./checksums.ts";
import type { S3Request } from "./s3-request.ts";

/** The bytes that were uploaded, out of their chunks and checked against the checksum that came with them. */
export function uploadedBody(request: S3Request): {
  readonly body: Buffer;
  readonly checksum: Checksum | undefined;
} {
  const { body, trailers } = isAwsChunked(request.headers)
    ? unchunk(request.body, request.headers)
    : { body: request.body, trailers: {} };
  return { body, checksum: verifiedChecksum({ ...request.headers, ...trailers }, body) };
}
