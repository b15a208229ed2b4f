import { createHash } from "node:crypto";

/**
 * Which of `parts` parts of a catalogue a product belongs to: always the same, whatever else is in the feed.
 */
export function partOf(productId: string, parts: number): number {
  return createHash("sha256").update(productId).digest().readUInt32BE(0) % parts;
}
