import { hash } from "node:crypto";
import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { checksumHeaders, uploadedBody } from "../checksums.ts";
import { describingHeaders } from "../object-headers.ts";
import { checkRead, checkWrite } from "../preconditions.ts";
import { s3Errors } from "../s3-errors.ts";
import { address, objectArn, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import type { StoredObject } from "../stored-object.ts";
import { existingObject } from "./get-object.ts";

export const putOperations: Readonly<Record<string, S3Operation>> = { PutObject: put, CopyObject: copy };

/** Throws NotImplemented for a header that the embedded AWS would silently ignore. */
export function refuseUnkeptHeaders(request: S3Request, operation: string): void {
  const unkept = ["tagging", "object-lock-mode", "server-side-encryption-customer-key"];
  for (const name of unkept.map((each) => `x-amz-${each}`))
    if (request.headers[name] !== undefined) throw s3Errors.notImplemented(`${operation} with ${name}`);
}

function storeObject(
  { bucket, key, store }: S3Request,
  body: Buffer,
  rest: Pick<StoredObject, "headers" | "checksum">,
): StoredObject {
  return store.put(bucket, { key, size: body.length, etag: `"${hash("md5", body)}"`, ...rest }, body);
}

/** If-Match tells the caller about the object that is there, so it needs the right to read it. */
export function authoriseWrite({ authorise, bucket, key, headers }: S3Request): void {
  authorise("s3:PutObject", objectArn(bucket, key));
  if (headers["if-match"] !== undefined) authorise("s3:GetObject", objectArn(bucket, key));
}

function put(request: S3Request): GatewayResponse {
  const { bucket, key, headers, store } = request;
  authoriseWrite(request);
  refuseUnkeptHeaders(request, "PutObject");
  checkWrite(headers, key, store.bucket(bucket).get(key));
  const { body, checksum } = uploadedBody(request);
  const stored = storeObject(request, body, {
    headers: describingHeaders(headers),
    ...(checksum && { checksum }),
  });
  const { "x-amz-server-side-encryption": encryption } = stored.headers;
  return {
    status: 200,
    headers: {
      etag: stored.etag,
      ...(encryption !== undefined && { "x-amz-server-side-encryption": encryption }),
      ...(checksum && checksumHeaders(checksum)),
    },
  };
}

function copy(request: S3Request): GatewayResponse {
  const { bucket, key, headers, store } = request;
  const { "x-amz-copy-source": sourcePath = "" } = headers;
  if (/\?versionId=/.test(sourcePath)) throw s3Errors.notImplemented("CopyObject of a version");
  const source = address(`/${sourcePath.replace(/^\//, "")}`);
  request.authorise("s3:GetObject", objectArn(source.bucket, source.key));
  authoriseWrite(request);
  refuseUnkeptHeaders(request, "CopyObject");
  const original = existingObject(request, source.bucket, source.key);
  checkRead(headers, original, "x-amz-copy-source-");
  checkWrite(headers, key, store.bucket(bucket).get(key));
  const replace = headers["x-amz-metadata-directive"]?.toUpperCase() === "REPLACE";
  const { etag, lastModified } = storeObject(request, store.read(original), {
    headers: replace ? describingHeaders(headers) : original.headers,
    ...(original.checksum?.type === "FULL_OBJECT" && { checksum: original.checksum }),
  });
  return xmlAnswer("CopyObjectResult", { ETag: etag, LastModified: new Date(lastModified).toISOString() });
}
