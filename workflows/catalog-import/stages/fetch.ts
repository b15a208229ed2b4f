import { createHash } from "node:crypto";
import { chunkParams } from "../../../workflow-kit/at-run/chunk-params.ts";
import { openSource } from "../../../workflow-kit/at-run/egress/source.ts";
import { BadDataError, InterruptedError, ItemError } from "../../../workflow-kit/at-run/errors.ts";
import type { Stage, StageContext } from "../../../workflow-kit/at-run/stage.ts";
import { outputKey } from "../../../workflow-kit/at-run/stage-outputs.ts";
import type { FeedRecord } from "../feeds/feed-record.ts";
import { readFeed } from "../feeds/open-feed.ts";
import { recordName, toProduct } from "../feeds/to-product.ts";
import { productsFile } from "../keys.ts";
import { CatalogImportParams, type Product } from "../params.ts";

/** Reads the tenant's feed and writes the chunk's share of the products to `productsFile`. Its items are products. */
export const fetch: Stage = async (context) => {
  const params = chunkParams(context, CatalogImportParams);
  await context.store.putLines(outputKey(context, productsFile.name), products(context, params));
  return { items: "products", maxItemFailures: params.maxItemFailures };
};

async function* products(
  context: StageContext,
  { feed, maxImagesPerProduct }: CatalogImportParams,
): AsyncGenerator<Product> {
  const { chunk, progress, signal, log } = context;
  const seen = new Set<string>();
  let records = 0;
  for await (const record of readFeed(feed, openSource(context), signal)) {
    if (signal.aborted) throw new InterruptedError();
    const product = checked(record, maxImagesPerProduct);
    // Exactly one part reports a product that cannot be read.
    const part = product instanceof ItemError ? records % chunk.parts : partOf(product.id, chunk.parts);
    records++;
    if (part !== chunk.part) continue;
    if (product instanceof ItemError) {
      progress.failed(recordName(record), product.message);
    } else if (seen.has(product.id)) {
      progress.failed(recordName(record), "its id is used more than once");
    } else {
      seen.add(product.id);
      yield product;
      progress.done();
    }
  }
  if (records === 0) throw new BadDataError(`the feed ${feed.url} has no products`);
  log.info({ records, products: seen.size }, "read the feed");
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
