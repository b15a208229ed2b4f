import { isObject, type Json, type JsonObject } from "@batchline/asl";

/** What Python's SDK does otherwise than JavaScript's: the recordings were made with it. */

/** It encodes the source of a copy. */
export function copySource(source: unknown): string {
  if (typeof source === "string") {
    const [path = "", version] = source.split("?versionId=");
    return quoted(path) + (version === undefined ? "" : `?versionId=${version}`);
  }
  const { Bucket, Key, VersionId } = Object(source);
  return quoted(`${Bucket}/${Key}`) + (VersionId === undefined ? "" : `?versionId=${VersionId}`);
}

function quoted(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** It sends the bytes of UTF-8 in headers. Node writes each character as a byte. */
export function sendBytes(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) headers[name] = Buffer.from(value).toString("latin1");
}

/** It asks for encoded keys in listings, and decodes them. */
export function decodedKeys(output: JsonObject): JsonObject {
  const decoded = Object.entries(output).map(([name, value]) => [name, decodedValue(name, value)]);
  return Object.fromEntries(decoded);
}

const keyFields = new Set([
  "Delimiter",
  "Marker",
  "NextMarker",
  "Prefix",
  "StartAfter",
  "KeyMarker",
  "NextKeyMarker",
  "Key",
]);
const lists = new Set(["Contents", "Versions", "DeleteMarkers", "CommonPrefixes"]);

function decodedValue(name: string, value: Json): Json {
  if (typeof value === "string" && keyFields.has(name)) return decodeURIComponent(value.replaceAll("+", " "));
  if (!lists.has(name) || !Array.isArray(value)) return value;
  return value.map((item: Json) => (isObject(item) ? decodedKeys(item) : item));
}
