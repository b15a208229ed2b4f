import { createHash } from "node:crypto";
import type { DecoderCode } from "../../../workflow-kit/at-run/decoder/decoding.ts";
import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import type { Product } from "../params.ts";
import type { FeedLine, FeedSettings } from "./feed-line.ts";
import type { FeedRecord } from "./feed-record.ts";
import { parseFeed } from "./parse-feed.ts";
import { recordName, toProduct } from "./to-product.ts";

/** Reads a feed in the decoder, and reports the products of one part of the catalogue. */
export const decodeFeed: DecoderCode<FeedSettings> = async function* (
  settings,
  input,
): AsyncGenerator<FeedLine> {
  const { part: own, parts, maxImages } = settings;
  const seen = new Set<string>();
  let records = 0;
  for await (const record of parseFeed(input, settings)) {
    const product = checked(record, maxImages);
    // Exactly one part reports a product that cannot be read.
    const part = product instanceof ItemError ? records % parts : partOf(product.id, parts);
    records++;
    if (part !== own) continue;
    if (product instanceof ItemError) yield failed(record, product.message);
    else if (seen.has(product.id)) yield failed(record, "its id is used more than once");
    else {
      seen.add(product.id);
      yield { product };
    }
  }
  yield { records };
};

function failed(record: FeedRecord, reason: string): FeedLine {
  return { failed: recordName(record).slice(0, 1_000), reason: reason.slice(0, 1_000) };
}

function checked(record: FeedRecord, maxImages: number): Product | ItemError {
  try {
    return toProduct(record, maxImages);
  } catch (error) {
    if (error instanceof ItemError) return error;
    throw error;
  }
}

/** The part of the catalogue with the product. It depends only on the id, not on the rest of the feed. */
export function partOf(productId: string, parts: number): number {
  return createHash("sha256").update(productId).digest().readUInt32BE(0) % parts;
}
