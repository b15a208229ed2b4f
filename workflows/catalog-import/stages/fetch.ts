import * as z from "zod";
import { chunkParams } from "../../../workflow-kit/at-run/chunk-params.ts";
import { openSource } from "../../../workflow-kit/at-run/egress/source.ts";
import { BadDataError, DecoderError, InterruptedError } from "../../../workflow-kit/at-run/errors.ts";
import type { Stage, StageContext } from "../../../workflow-kit/at-run/stage.ts";
import { outputKey } from "../../../workflow-kit/at-run/stage-outputs.ts";
import { FeedLine, type FeedSettings, feedDecoding } from "../feeds/feed-line.ts";
import { readFeed } from "../feeds/open-feed.ts";
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
  { feed, maxImagesPerProduct: maxImages }: CatalogImportParams,
): AsyncGenerator<Product> {
  const { chunk, decoder, progress, signal, log } = context;
  const read = (bytes: AsyncIterable<Uint8Array>, contentType: string) => {
    const { part, parts } = chunk;
    const settings: FeedSettings = { format: feed.format, contentType, part, parts, maxImages };
    return decoder.stream(feedDecoding, settings, bytes);
  };
  let found: number | undefined;
  for await (const value of readFeed(feed.url, { source: openSource(context), signal, read })) {
    if (signal.aborted) throw new InterruptedError();
    const line = checked(value);
    if ("records" in line) found = line.records;
    else if ("failed" in line) progress.failed(line.failed, line.reason);
    else {
      yield line.product;
      progress.done();
    }
  }
  if (found === 0) throw new BadDataError(`the feed ${feed.url} has no products`);
  log.info({ records: found, products: progress.counts.done }, "read the feed");
}

function checked(value: unknown): FeedLine {
  const parsed = FeedLine.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new DecoderError(`the decoder answered nonsense about the feed: ${z.prettifyError(parsed.error)}`);
}
