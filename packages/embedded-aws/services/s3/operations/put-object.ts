import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { checksumHeaders, defaultAlgorithm } from "../checksums/checksum.ts";
import { uploadedContent } from "../content/uploaded-content.ts";
import { describingHeaders, encryptionHeader } from "../object-headers.ts";
import { checkWrite } from "../preconditions.ts";
import { objectArn, type S3Operation, type S3Request } from "../s3-request.ts";
import { tagsOfHeader } from "../tags.ts";
import { checkWriteHeaders } from "../write-headers.ts";

export const putOperations: Readonly<Record<string, S3Operation>> = { PutObject: put };

/** If-Match tells the caller about the object that is there, so it needs the right to read it. Tags need a right, too. */
export function authoriseWrite({ authorise, bucket, key, headers }: S3Request): void {
  const object = objectArn(bucket, key);
  authorise("s3:PutObject", object);
  if (headers["if-match"] !== undefined) authorise("s3:GetObject", object);
  if (headers["x-amz-tagging"] !== undefined) authorise("s3:PutObjectTagging", object);
}

function put(request: S3Request): GatewayResponse {
  const { bucket, key, headers, store } = request;
  authoriseWrite(request);
  checkWrite(headers, key, store.bucket(bucket).get(key));
  checkWriteHeaders(request);
  const described = describingHeaders(headers);
  const tags = tagsOfHeader(headers["x-amz-tagging"]);
  const { content, sent } = uploadedContent(request);
  const { algorithm } = sent ?? { algorithm: defaultAlgorithm };
  const checksum = { algorithm, value: String(content.checksums[algorithm]), type: "FULL_OBJECT" } as const;
  const { size, md5 } = content;
  const object = { key, size, etag: `"${md5}"`, headers: described, checksum, ...(tags && { tags }) };
  store.put(bucket, object, content);
  return { status: 200, headers: { etag: object.etag, ...encryptionHeader, ...checksumHeaders(checksum) } };
}
