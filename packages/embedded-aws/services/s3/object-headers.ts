import { isHeaderValue } from "../../host/gateway/header-values.ts";
import { s3Errors } from "./s3-errors.ts";
import type { StoredObject } from "./stored-object.ts";
import { returnedMetadata } from "./user-metadata.ts";

type Headers = Readonly<Record<string, string>>;

const descriptions = ["cache-control", "content-disposition", "content-language", "content-type", "expires"];
const metadataPrefix = "x-amz-meta-";

/** The encryption that S3 applies unless another is asked for. */
export const encryptionHeader = { "x-amz-server-side-encryption": "AES256" } as const;

/** Names and values together. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const maxMetadataBytes = 2048;

/** The headers of an upload that the object keeps. aws-chunked is only the encoding of the request. Throws MetadataTooLarge. */
export function describingHeaders(headers: Headers): Record<string, string> {
  const described: Record<string, string> = { "content-type": "binary/octet-stream" };
  let metadata = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (descriptions.includes(name) && value !== "") described[name] = value;
    if (!name.startsWith(metadataPrefix)) continue;
    metadata += Buffer.byteLength(name) - metadataPrefix.length + value.length;
    described[name] = returnedMetadata(value);
  }
  if (metadata > maxMetadataBytes) throw s3Errors.metadataTooLarge(metadata);
  const { "content-encoding": encoding = "" } = headers;
  const encodings = encoding
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "" && each !== "aws-chunked");
  if (encodings.length > 0) described["content-encoding"] = encodings.join(",");
  return { ...described, ...placementHeaders(headers) };
}

/** The headers that a copy takes from its request, not from its source. */
export function placementHeaders(headers: Headers): Record<string, string> {
  const { "x-amz-storage-class": storageClass = "STANDARD", "x-amz-website-redirect-location": redirect } =
    headers;
  return {
    ...(storageClass !== "STANDARD" && { "x-amz-storage-class": storageClass }),
    ...(redirect !== undefined && { "x-amz-website-redirect-location": redirect }),
  };
}

/** The headers that a copy takes from its source. */
export function copiedHeaders({ headers }: StoredObject): Record<string, string> {
  const { "x-amz-storage-class": _class, "x-amz-website-redirect-location": _redirect, ...rest } = headers;
  return rest;
}

export function storageClassOf({ headers }: Pick<StoredObject, "headers">): string {
  return headers["x-amz-storage-class"] ?? "STANDARD";
}

const overrides = [
  ...["response-cache-control", "response-content-disposition", "response-content-encoding"],
  ...["response-content-language", "response-content-type", "response-expires"],
];

/** The headers of an object; the query can override some (`response-content-type=…`). Throws InvalidArgument. */
export function objectHeaders(object: StoredObject, query: URLSearchParams): Record<string, string> {
  const headers: Record<string, string> = {
    ...object.headers,
    ...encryptionHeader,
    "accept-ranges": "bytes",
    etag: object.etag,
    "last-modified": new Date(object.lastModified).toUTCString(),
  };
  if (object.tags !== undefined && object.tags.length > 0)
    headers["x-amz-tagging-count"] = String(object.tags.length);
  for (const name of overrides) {
    const value = query.get(name);
    if (value !== null) headers[name.replace("response-", "")] = headerValue(name, value);
  }
  return headers;
}

function headerValue(name: string, value: string): string {
  if (isHeaderValue(value)) return value;
  throw s3Errors.invalidArgument("Header value cannot be represented using ISO-8859-1.", name, value);
}
