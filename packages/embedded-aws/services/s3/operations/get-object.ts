import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { type ByteRange, byteRange, partRange } from "../byte-range.ts";
import { type Checksum, checksumHeaders } from "../checksums/checksum.ts";
import { objectHeaders, storageClassOf } from "../object-headers.ts";
import { checkRead } from "../preconditions.ts";
import { s3Errors } from "../s3-errors.ts";
import { bucketArn, type S3Operation, type S3Request } from "../s3-request.ts";
import type { StoredObject } from "../stored-object.ts";
import { authoriseObject } from "../versions.ts";
import { archives } from "../write-headers.ts";

export const getOperations: Readonly<Record<string, S3Operation>> = {
  GetObject: (request) => read(request, true),
  HeadObject: (request) => read(request, false),
};

/**
 * Throws NoSuchKey, or AccessDenied if the caller may not list the keys that begin with this one.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function existingObject(request: S3Request, bucket: string, key: string): StoredObject {
  const object = request.store.bucket(bucket).get(key);
  if (object !== undefined) return object;
  throw request.refusal("s3:ListBucket", bucketArn(bucket), { "s3:prefix": key }) ?? s3Errors.noSuchKey(key);
}

function read(request: S3Request, withBody: boolean): GatewayResponse {
  const { headers: asked, query, store, bucket, key } = request;
  authoriseObject(request, "GetObject");
  const object = existingObject(request, bucket, key);
  if (withBody && archives.includes(storageClassOf(object)))
    throw s3Errors.invalidObjectState(storageClassOf(object));
  checkRead(asked, object);
  const range = askedRange(request, object);
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  const length = end - start + 1;
  const headers = objectHeaders(object, query);
  headers["content-length"] = String(length);
  if (range !== undefined) headers["content-range"] = `bytes ${start}-${end}/${object.size}`;
  if (query.has("partNumber") && object.partSizes !== undefined)
    headers["x-amz-mp-parts-count"] = String(object.partSizes.length);
  const checksum = checksumOf(object, length, query.get("partNumber"));
  if (checksum && asked["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED")
    Object.assign(headers, checksumHeaders(checksum));
  const answer = { status: range === undefined ? 200 : 206, headers };
  return withBody ? { ...answer, body: store.read(object, start, length) } : answer;
}

/** The checksum of the whole object, or of a part that has its own. It cannot verify another part of the object. */
function checksumOf(
  { checksum, size, partChecksums }: StoredObject,
  length: number,
  part: string | null,
): Checksum | undefined {
  const value = part === null ? undefined : partChecksums?.[Number(part) - 1];
  if (checksum !== undefined && value !== undefined) return { ...checksum, value };
  return length === size ? checksum : undefined;
}

function askedRange({ headers, query }: S3Request, object: StoredObject): ByteRange | undefined {
  const part = query.get("partNumber");
  if (part === null) return byteRange(headers.range, object.size);
  if (headers.range !== undefined)
    throw s3Errors.invalidRequest("Cannot specify both Range header and partNumber query parameter");
  return partRange(object, part);
}
