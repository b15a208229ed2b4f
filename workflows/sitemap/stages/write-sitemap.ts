import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { SourceRun } from "../../../contract/chunk.ts";
import { chunkParams } from "../../../workflow-kit/at-run/chunk-params.ts";
import { BadDataError, InterruptedError, ItemError } from "../../../workflow-kit/at-run/errors.ts";
import { checkFailureShare } from "../../../workflow-kit/at-run/failure-share.ts";
import type { Stage, StageContext } from "../../../workflow-kit/at-run/stage.ts";
import { sourceLines, sourceRun } from "../../../workflow-kit/at-run/stage-outputs.ts";
import { ProductLine, productsFile } from "../../catalog-import/keys.ts";
import { PageMemory } from "../files/page-memory.ts";
import { productPage } from "../files/product-page.ts";
import { type Entry, sitemapFiles, sitemapIndex } from "../files/sitemap-files.ts";
import { sitemapKeys, sitemapsPrefix } from "../keys.ts";
import { SitemapParams } from "../params.ts";

const compress = promisify(gzip);

/**
 * Writes the shop's sitemap from the products of the source run, its items, as gzipped files and an index. Products whose page is listed
 * already are skipped. When too many products fail, or the sitemap has products of a later run, it stays as it is.
 */
export const writeSitemap: Stage = async (context) => {
  const { chunk, store, log, progress } = context;
  const source = sourceRun(chunk);
  const params = chunkParams(context, SitemapParams);
  const address = (key: string) => params.baseUrl + key.slice(sitemapsPrefix.length);
  const before = await store.snapshot(sitemapsPrefix);
  const memory = await PageMemory.recall(store, sitemapKeys.lastModified);
  const { latestChange = "" } = memory;
  // An old run was resumed, or its container goes on late.
  if (latestChange > source.endedAt) {
    const problem = `the sitemap has products of ${latestChange}, and run ${source.runId} ended at ${source.endedAt}`;
    throw new BadDataError(`${problem}: start a new run instead of resuming an old one`);
  }

  const files: { readonly key: string; readonly entry: Entry; readonly body: Buffer }[] = [];
  for await (const { xml, lastModified } of sitemapFiles(pages(context, source, params, memory))) {
    const key = sitemapKeys.file(files.length + 1);
    files.push({ key, entry: { url: address(key), lastModified }, body: await compress(xml) });
  }
  checkFailureShare(progress, params.maxItemFailures, "products");
  if (files.length === 0) throw new BadDataError(`no product of run ${source.runId} has a page to list`);

  for (const { key, body } of files) await store.replace(before, key, body, contentType);
  const index = await compress(sitemapIndex(files.map(({ entry }) => entry)));
  await store.replace(before, sitemapKeys.index, index, contentType);
  await memory.remember(store, sitemapKeys.lastModified);
  log.info({ source, files: files.length, index: address(sitemapKeys.index) }, "wrote the sitemap");
  return { items: "products", maxItemFailures: params.maxItemFailures };
};

/** The files' names end in .gz: a server must not serve gzip as a Content-Encoding of XML. */
const contentType = "application/gzip";

/** The page of each product, once, with the time of its last change. Counts the products. */
async function* pages(
  { store, progress, signal }: StageContext,
  source: SourceRun,
  params: SitemapParams,
  memory: PageMemory,
): AsyncGenerator<Entry> {
  const listed = new Set<string>();
  for await (const line of sourceLines(store, source, productsFile, "products")) {
    if (signal.aborted) throw new InterruptedError();
    const product = ProductLine.parse(line);
    let url: string;
    try {
      url = productPage(product, params);
    } catch (error) {
      if (!(error instanceof ItemError)) throw error;
      progress.failed(`product ${product.id}`, error.message);
      continue;
    }
    if (listed.has(url)) {
      progress.skipped();
      continue;
    }
    listed.add(url);
    progress.done();
    yield { url, lastModified: memory.lastModified({ url, product }, source.endedAt) };
  }
}
