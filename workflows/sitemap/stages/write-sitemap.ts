import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { SourceRun } from "../../../contract/chunk.ts";
import { sitemapsPrefix, tenantKeys } from "../../../contract/keys.ts";
import { chunkParams } from "../../../workflow-kit/at-run/chunk-params.ts";
import {
  BadConfigError,
  BadDataError,
  InterruptedError,
  ItemError,
} from "../../../workflow-kit/at-run/errors.ts";
import { checkFailureShare } from "../../../workflow-kit/at-run/failure-share.ts";
import { productsFile } from "../../../workflow-kit/at-run/outputs.ts";
import type { Stage, StageContext } from "../../../workflow-kit/at-run/stage.ts";
import { ProductLine } from "../../catalog-import/keys.ts";
import type { Product } from "../../catalog-import/params.ts";
import { PageMemory } from "../files/page-memory.ts";
import { productPage } from "../files/product-page.ts";
import { type Entry, sitemapFiles, sitemapIndex } from "../files/sitemap-files.ts";
import { SitemapParams } from "../params.ts";

const compress = promisify(gzip);

/**
 * Writes the shop's sitemap from the products of the chunk's source run: gzipped files of as many pages as one may hold, and their
 * index last. Its items are products; one whose page another product has already is skipped. When too many fail, the
 * sitemap that is there stays as it is.
 */
export const writeSitemap: Stage = async (context) => {
  const { chunk, store, log, progress } = context;
  const { source } = chunk;
  if (source === undefined) {
    throw new BadConfigError(`chunk ${chunk.index} does not say of which run's products it is`);
  }
  const params = chunkParams(context, SitemapParams);
  const address = (key: string) => params.baseUrl + key.slice(sitemapsPrefix.length);
  const memory = await PageMemory.recall(store, tenantKeys.lastModified);

  const files: { readonly key: string; readonly entry: Entry; readonly body: Buffer }[] = [];
  for await (const { xml, lastModified } of sitemapFiles(pages(context, source, params, memory))) {
    const key = tenantKeys.sitemap(files.length + 1);
    files.push({ key, entry: { url: address(key), lastModified }, body: await compress(xml) });
  }
  checkFailureShare(progress, params.maxItemFailures, "products");
  if (files.length === 0) throw new BadDataError(`no product of run ${source.runId} has a page to list`);

  for (const { key, body } of files) await store.put(key, body, contentType);
  const index = await compress(sitemapIndex(files.map(({ entry }) => entry)));
  await store.put(tenantKeys.sitemapIndex, index, contentType);
  await memory.remember(store, tenantKeys.lastModified);
  log.info({ source, files: files.length, index: address(tenantKeys.sitemapIndex) }, "wrote the sitemap");
  return { items: "products", maxItemFailures: params.maxItemFailures };
};

/** The files are gzip by their names: a server that hands them on must not take gzip for an encoding of XML. */
const contentType = "application/gzip";

/** The page of each product, once, with the time since when it is as it is. Counts the products. */
async function* pages(
  context: StageContext,
  source: SourceRun,
  params: SitemapParams,
  memory: PageMemory,
): AsyncGenerator<Entry> {
  const { progress, signal } = context;
  const listed = new Set<string>();
  for await (const product of products(context, source)) {
    if (signal.aborted) throw new InterruptedError();
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

/** What the run's chunks read from the tenant's feed. The run has succeeded, so that all of them are there. */
async function* products({ store }: StageContext, { workflow, runId }: SourceRun): AsyncGenerator<Product> {
  const prefix = tenantKeys.outputs(workflow, runId);
  let found = false;
  for await (const key of store.keys(prefix)) {
    if (!key.endsWith(`/${productsFile}`)) continue;
    found = true;
    for await (const line of store.lines(key)) yield ProductLine.parse(line);
  }
  if (!found) {
    throw new BadDataError(
      `the products of run ${runId} are gone from ${store.url(prefix)}: run ${workflow} again`,
    );
  }
}
