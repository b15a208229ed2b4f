import { isHeaderValue } from "../../host/gateway/header-values.ts";
import { s3Errors } from "./s3-errors.ts";
import type { StoredObject } from "./stored-object.ts";

type Headers = Readonly<Record<string, string>>;

const descriptions = ["cache-control", "content-disposition", "content-language", "content-type", "expires"];
const settings = ["server-side-encryption", "storage-class", "website-redirect-location"];
const kept = new Set([...descriptions, ...settings.map((name) => `x-amz-${name}`)]);

/** The headers of an upload that the object keeps. aws-chunked is only the encoding of the request. */
export function describingHeaders(headers: Headers): Record<string, string> {
  const described: Record<string, string> = { "content-type": "binary/octet-stream" };
  for (const [name, value] of Object.entries(headers))
    if (kept.has(name) || name.startsWith("x-amz-meta-")) described[name] = value;
  const { "content-encoding": encoding = "" } = headers;
  const encodings = encoding
    .split(",")
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== "" && encoding !== "aws-chunked");
  if (encodings.length > 0) described["content-encoding"] = encodings.join(",");
  return described;
}

/** The headers of an object; the query can override some (`response-content-type=…`). Throws InvalidArgument. */
export function objectHeaders(object: StoredObject, query: URLSearchParams): Record<string, string> {
  const headers: Record<string, string> = {
    ...object.headers,
    "accept-ranges": "bytes",
    etag: object.etag,
    "last-modified": new Date(object.lastModified).toUTCString(),
  };
  for (const name of [...descriptions, "content-encoding"]) {
    const value = query.get(`response-${name}`);
    if (value === null) continue;
    if (!isHeaderValue(value)) throw s3Errors.notLatin1(`response-${name}`, value);
    headers[name] = value;
  }
  return headers;
}
