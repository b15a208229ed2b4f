import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { checksumElements, checksumHeaders } from "../checksums.ts";
import { objectHeaders } from "../object-headers.ts";
import { checkRead } from "../preconditions.ts";
import { s3Errors } from "../s3-errors.ts";
import { bucketArn, objectArn, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import type { StoredObject } from "../stored-object.ts";

export const getOperations: Readonly<Record<string, S3Operation>> = {
  GetObject: (request) => read(request, true),
  HeadObject: (request) => read(request, false),
  GetObjectAttributes: attributes,
};

/** Throws NoSuchKey, or AccessDenied if the caller may not list the bucket. */
export function existingObject(request: S3Request, bucket: string, key: string): StoredObject {
  const object = request.store.bucket(bucket).get(key);
  if (object !== undefined) return object;
  throw request.refusal("s3:ListBucket", bucketArn(bucket)) ?? s3Errors.noSuchKey(key);
}

function read(request: S3Request, withBody: boolean): GatewayResponse {
  request.authorise("s3:GetObject", objectArn(request.bucket, request.key));
  const object = existingObject(request, request.bucket, request.key);
  checkRead(request.headers, object);
  const part = request.query.get("partNumber");
  const range =
    part === null ? byteRange(request.headers.range, object.size) : partRange(object, Number(part));
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  const headers = objectHeaders(object, request.query);
  headers["content-length"] = String(end - start + 1);
  if (range !== undefined) headers["content-range"] = `bytes ${start}-${end}/${object.size}`;
  if (part !== null) headers["x-amz-mp-parts-count"] = String(object.partSizes?.length ?? 1);
  const { "x-amz-checksum-mode": checksumMode } = request.headers;
  // The checksum is of the whole object, so it cannot verify a range.
  if (object.checksum && range === undefined && checksumMode?.toUpperCase() === "ENABLED")
    Object.assign(headers, checksumHeaders(object.checksum));
  const answer = { status: range === undefined ? 200 : 206, headers };
  return withBody ? { ...answer, body: request.store.read(object, start, end - start + 1) } : answer;
}

interface ByteRange {
  readonly start: number;
  /** Included. */
  readonly end: number;
}

/** Undefined: the whole object, also for several ranges and for an invalid range. Throws InvalidRange after the end. */
function byteRange(header = "", size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (!first && !last) return undefined;
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  if (first && last && Number(last) < start) return undefined;
  if (start >= size) throw s3Errors.invalidRange();
  return { start, end };
}

function partRange(object: StoredObject, number: number): ByteRange | undefined {
  const sizes = object.partSizes ?? [object.size];
  const size = sizes[number - 1];
  if (size === undefined) throw s3Errors.invalidRange();
  const start = sizes.slice(0, number - 1).reduce((sum, one) => sum + one, 0);
  return size === 0 ? undefined : { start, end: start + size - 1 };
}

function attributes(request: S3Request): GatewayResponse {
  for (const action of ["s3:GetObject", "s3:GetObjectAttributes"]) {
    request.authorise(action, objectArn(request.bucket, request.key));
  }
  const object = existingObject(request, request.bucket, request.key);
  const { "x-amz-object-attributes": names = "" } = request.headers;
  const wanted = new Set(names.split(",").map((name) => name.trim()));
  const { checksum, partSizes } = object;
  const all = {
    ETag: object.etag.replaceAll('"', ""),
    Checksum: checksum && checksumElements(checksum),
    ObjectParts: partSizes && { PartsCount: partSizes.length },
    StorageClass: object.headers["x-amz-storage-class"] ?? "STANDARD",
    ObjectSize: object.size,
  };
  const chosen = Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
  const headers = { "last-modified": new Date(object.lastModified).toUTCString() };
  return xmlAnswer("GetObjectAttributesResponse", chosen, headers);
}
