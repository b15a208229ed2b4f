import type { Json, JsonObject } from "@batchline/asl";
import { defined } from "@batchline/diagnostics";
import type { Portion } from "./map-run.ts";

export interface BatchLimits {
  /** Items in a batch. */
  readonly maxItems?: number | undefined;
  /** Of the batch as JSON text, BatchInput included. */
  readonly maxBytes?: number | undefined;
}

/**
 * Divides items into batches `{ Items, BatchInput? }`, in order, each as full as the limits let it be. An item that is larger than
 * `maxBytes` by itself gets a batch of its own.
 */
export function batches(items: readonly Json[], limits: BatchLimits, batchInput?: Json): Portion[] {
  const { maxItems = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY } = limits;
  const batch = (Items: readonly Json[]): JsonObject => defined({ BatchInput: batchInput, Items });
  const emptyBytes = bytesOf(batch([]));
  const portions: Portion[] = [];
  let current: Json[] = [];
  let bytes = emptyBytes;
  const close = () => {
    if (current.length > 0) portions.push({ input: batch(current), items: current.length });
    current = [];
    bytes = emptyBytes;
  };
  for (const item of items) {
    const own = bytesOf(item);
    const comma = current.length === 0 ? 0 : 1;
    if (current.length >= maxItems || bytes + comma + own > maxBytes) close();
    bytes += own + (current.length === 0 ? 0 : 1);
    current.push(item);
  }
  close();
  return portions;
}

function bytesOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}
