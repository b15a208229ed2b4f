import type { Place } from "../storage/key-bytes.ts";

/** A text that only the same place has. */
export function placeText({ hash, range }: Place): string {
  return `${Buffer.from(hash).toString("base64")}/${Buffer.from(range).toString("base64")}`;
}
