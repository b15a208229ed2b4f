import type { Json } from "@batchline/asl";

/** A field that the service wants as text, and machines may give as any JSON. */
export function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
