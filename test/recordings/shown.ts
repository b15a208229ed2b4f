import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { standIns } from "./recording.ts";

/** An answer as the recordings show it: plain JSON, with the status as the only metadata. */
export async function shownAnswer(answer: Readonly<Record<string, unknown>>): Promise<JsonObject> {
  const { $metadata, ...fields } = answer;
  const shown = await plain(fields);
  return { ...(isObject(shown) ? shown : {}), ResponseMetadata: metadata($metadata) };
}

/** An error as boto3 shows it. */
export async function shownError(error: Error): Promise<JsonObject> {
  const {
    $metadata,
    $fault: _fault,
    $response: _response,
    __type: _type,
    name,
    Code,
    ...fields
  } = {
    ...error,
  } as Record<string, unknown>;
  const more = await plain(fields);
  const code = typeof Code === "string" ? Code : String(name ?? error.name);
  const shown = isObject(more) ? more : {};
  const message = withRecordedAccount(error.message);
  const { Error: detail } = shown;
  return {
    ...shown,
    message,
    Error: { ...(isObject(detail) ? detail : {}), Code: code, Message: message },
    ResponseMetadata: metadata($metadata),
  };
}

function metadata($metadata: unknown): JsonObject {
  const { httpStatusCode = 0 } = ($metadata ?? {}) as { httpStatusCode?: number };
  return { HTTPStatusCode: httpStatusCode };
}

/** JSON with the recordings' account; times as ISO 8601, bytes and streams as text. */
async function plain(value: unknown): Promise<Json> {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return withRecordedAccount(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== "object") return String(value);
  if ("transformToString" in value)
    return (value as { transformToString(): Promise<string> }).transformToString();
  const fields: [string, Json][] = [];
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined) fields.push([withRecordedAccount(name), await plain(field)]);
  }
  return Object.fromEntries(fields);
}

/**
 * Texts of JSON objects as objects, as the recordings show them: at any depth, but not within such a text.
 */
export function withParsedTexts(value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? withParsedTexts(item) : item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      typeof field === "string" ? parsed(field) : withParsedTexts(field),
    ]),
  );
}

function parsed(text: string): Json {
  if (!text.startsWith("{")) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withRecordedAccount(text: string): string {
  return text.replaceAll(standIns.account, "111111111111");
}
