import { sentChecksum } from "../checksums/sent-checksum.ts";
import { s3Errors } from "../s3-errors.ts";
import type { S3Request } from "../s3-request.ts";
import { contentOf } from "./content.ts";
import { checkDigests } from "./uploaded-content.ts";

/** The body of a request that changes much: S3 wants a checksum of it. Throws InvalidRequest, InvalidDigest or BadDigest. */
export async function checkedBody({ headers, body }: S3Request): Promise<Buffer> {
  const sent = sentChecksum(headers);
  if (sent === undefined && headers["content-md5"] === undefined)
    throw s3Errors.invalidRequest(
      "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
    );
  checkDigests(headers, await contentOf(body, sent === undefined ? [] : [sent.algorithm]), sent);
  return body;
}
