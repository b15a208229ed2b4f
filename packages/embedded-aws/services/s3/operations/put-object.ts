import { hash } from "node:crypto";
import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { uploadedBody } from "../aws-chunked.ts";
import { checksumHeader } from "../checksums.ts";
import { s3Errors } from "../errors.ts";
import { describingHeaders } from "../object-headers.ts";
import { checkRead, checkWrite } from "../preconditions.ts";
import { address, objectArn, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import type { StoredObject } from "../stored-object.ts";
import { existingObject } from "./get-object.ts";

export const putOperations: Readonly<Record<string, S3Operation>> = { PutObject: put, CopyObject: copy };

/** Throws NotImplemented for a header that the embedded AWS would silently ignore. */
export function refuseUnkeptHeaders(request: S3Request, operation: string): void {
  for (const name of [
    "x-amz-tagging",
    "x-amz-object-lock-mode",
    "x-amz-server-side-encryption-customer-key",
  ]) {
    if (request.headers[name] !== undefined) throw s3Errors.notImplemented(`${operation} with ${name}`);
  }
}

function storedHeaders(object: Pick<StoredObject, "etag" | "checksum" | "headers">): Record<string, string> {
  const encryption = object.headers["x-amz-server-side-encryption"];
  return {
    etag: object.etag,
    ...(encryption !== undefined && { "x-amz-server-side-encryption": encryption }),
    ...(object.checksum && {
      [checksumHeader(object.checksum.algorithm)]: object.checksum.value,
      "x-amz-checksum-type": object.checksum.type,
    }),
  };
}

function put(request: S3Request): GatewayResponse {
  const { bucket, key, headers, store } = request;
  request.authorise("s3:PutObject", objectArn(bucket, key));
  refuseUnkeptHeaders(request, "PutObject");
  checkWrite(headers, key, store.bucket(bucket).get(key));
  const { body, checksum } = uploadedBody(request);
  const object = {
    key,
    size: body.length,
    etag: `"${hash("md5", body)}"`,
    headers: describingHeaders(headers),
    ...(checksum !== undefined && { checksum }),
  };
  return { status: 200, headers: storedHeaders(store.put(bucket, object, body)) };
}

function copy(request: S3Request): GatewayResponse {
  const { bucket, key, headers, store } = request;
  const { "x-amz-copy-source": sourcePath = "" } = headers;
  if (/\?versionId=/.test(sourcePath)) throw s3Errors.notImplemented("CopyObject of a version");
  const source = address(`/${sourcePath.replace(/^\//, "")}`);
  request.authorise("s3:GetObject", objectArn(source.bucket, source.key));
  request.authorise("s3:PutObject", objectArn(bucket, key));
  refuseUnkeptHeaders(request, "CopyObject");
  const original = existingObject(request, source.bucket, source.key);
  checkRead(headers, original, "x-amz-copy-source-");
  checkWrite(headers, key, store.bucket(bucket).get(key));
  const replace = headers["x-amz-metadata-directive"]?.toUpperCase() === "REPLACE";
  const body = store.read(original);
  const object = {
    key,
    size: body.length,
    etag: `"${hash("md5", body)}"`,
    headers: replace ? describingHeaders(headers) : original.headers,
    ...(original.checksum?.type === "FULL_OBJECT" && { checksum: original.checksum }),
  };
  const stored = store.put(bucket, object, body);
  return xmlAnswer("CopyObjectResult", {
    ETag: stored.etag,
    LastModified: new Date(stored.lastModified).toISOString(),
  });
}
