import type { Item } from "../values/attribute-value.ts";
import type { Stored } from "./store.ts";

/** An item as the store has it. */
export function jsonOf(item: Item): Uint8Array {
  return Buffer.from(JSON.stringify(item));
}

/** The item that the store has. */
export function itemOf({ json }: Pick<Stored, "json">): Item {
  return JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString("utf8"));
}
