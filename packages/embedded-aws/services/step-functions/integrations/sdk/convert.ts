import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { Shape } from "./shape.ts";

/** AWS SDK integrations return ISO 8601, the optimised ones epoch milliseconds. */
export type TimeFormat = "iso" | "epoch-ms";

/**
 * PascalCase JSON as the SDK expects it: its own names, bytes for blobs, Dates for times. As on AWS null counts as absent.
 * @param plainText Whether text for a blob is sent as it is; otherwise all values are sent as JSON.
 */
export function toSdk(value: Json, shape: Shape, plainText: boolean): unknown {
  if (shape.kind === "blob")
    return Buffer.from(plainText && typeof value === "string" ? value : JSON.stringify(value));
  // Outside of optimised integrations AWS makes JSON text of it.
  if (shape.kind === "string" && !plainText && typeof value === "object" && value !== null)
    return JSON.stringify(value);
  if (shape.kind === "timestamp" && (typeof value === "string" || typeof value === "number"))
    return new Date(value);
  if (shape.kind === "list" && Array.isArray(value))
    return value.map((item) => toSdk(item, shape.of(), plainText));
  if (!isObject(value)) return value;
  if (shape.kind === "map")
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, toSdk(item, shape.of(), plainText)]),
    );
  if (shape.kind !== "structure") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const member = shape.members.get(key);
      if (member === undefined || item === null) return [];
      return [[member.sdkName, toSdk(item, member.shape(), plainText)]];
    }),
  );
}

/** The SDK's answer as PascalCase JSON: blobs and streams as text, times in `format`, without undefined fields. */
export async function fromSdk(value: unknown, shape: Shape, format: TimeFormat): Promise<Json | undefined> {
  if (value === undefined || value === null) return undefined;
  if (shape.kind === "blob") return text(value);
  if (value instanceof Date) return format === "iso" ? value.toISOString() : value.getTime();
  if (shape.kind === "list" && Array.isArray(value))
    return Promise.all(value.map(async (item) => (await fromSdk(item, shape.of(), format)) ?? null));
  if (shape.kind === "map" && typeof value === "object")
    return fields(Object.entries(value).map(([key, item]) => [key, fromSdk(item, shape.of(), format)]));
  if (shape.kind === "structure" && typeof value === "object") {
    const given = value as Readonly<Record<string, unknown>>;
    return fields(
      [...shape.members].map(([name, member]) => [
        name,
        fromSdk(given[member.sdkName], member.shape(), format),
      ]),
    );
  }
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? undefined : JSON.parse(json);
}

/** The fields in the order of the alphabet, as AWS writes results and causes. */
export function inAlphabet(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function fields(entries: readonly [string, Promise<Json | undefined>][]): Promise<Json> {
  const values = await Promise.all(entries.map(async ([name, value]) => [name, await value] as const));
  const given = values.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined);
  return inAlphabet(Object.fromEntries(given));
}

function text(value: unknown): string | Promise<string> {
  if (typeof value === "object" && value !== null && "transformToString" in value)
    return (value as { transformToString(): Promise<string> }).transformToString();
  return value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : String(value);
}
