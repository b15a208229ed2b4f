import pLimit from "p-limit";
import type { Rendition } from "../../contract/catalog-import.ts";
import { tenantKeys } from "../../contract/keys.ts";
import { ImageLine } from "../download/image-line.ts";
import { InterruptedError, ItemError } from "../errors.ts";
import { ProductLine } from "../feeds/product-line.ts";
import { render } from "../images/render.ts";
import { eachItem } from "../items.ts";
import { catalogParams } from "./catalog-params.ts";
import { outputs } from "./outputs.ts";
import type { Stage, StageContext } from "./stage.ts";

/**
 * Makes the tenant's renditions of each original, and writes `renditions.ndjson`: a line a product. Its items are images; one that has all
 * its renditions already is skipped.
 */
export const rescale: Stage = async (context) => {
  const { progress, store, signal, container } = context;
  const params = catalogParams(context.chunk);
  const images: ImageLine[] = [];
  for await (const line of store.lines(outputs(context).images)) images.push(ImageLine.parse(line));
  // Two addresses may have given the same bytes.
  const originals = new Map(images.map((image) => [image.sha256, image]));
  progress.total = originals.size;

  const processors = pLimit(container.vcpus);
  const made = new Set<string>();
  // Twice as many as there are processors: while some are being made, the others are read and written.
  const each = { parallel: 2 * container.vcpus, signal, progress };
  await eachItem(originals.values(), { ...each, name: ({ url }) => url }, async (image) => {
    const missing = await missingRenditions(context, image, params.renditions);
    if (missing.length > 0) {
      const original = await store.get(image.key);
      if (original === undefined)
        throw new ItemError(`its original is gone: there is no ${store.url(image.key)}`);
      for (const rendition of missing) {
        if (signal.aborted) throw new InterruptedError();
        const bytes = await processors(() => render(original, rendition));
        await store.putOnce(keyOf(image, rendition), bytes, `image/${rendition.format}`);
      }
    }
    made.add(image.sha256);
    if (missing.length > 0) progress.done();
    else progress.skipped();
  });

  const output = store.ndjson(outputs(context).renditions);
  const byUrl = new Map(images.map((image) => [image.url, image]));
  for await (const line of store.lines(outputs(context).products)) {
    const product = ProductLine.parse(line);
    const rescaled = product.images.flatMap((url) => {
      const image = byUrl.get(url);
      if (image === undefined || !made.has(image.sha256)) return [];
      return [{ url, renditions: params.renditions.map((each) => ({ ...each, key: keyOf(image, each) })) }];
    });
    await output.write({ id: product.id, images: rescaled });
  }
  await output.finish();
  return { items: "images", maxItemFailures: params.maxItemFailures };
};

async function missingRenditions(
  { store }: StageContext,
  image: ImageLine,
  renditions: readonly Rendition[],
): Promise<readonly Rendition[]> {
  const there = await Promise.all(renditions.map((rendition) => store.has(keyOf(image, rendition))));
  return renditions.filter((_, index) => there[index] !== true);
}

function keyOf(image: ImageLine, { width, quality, format }: Rendition): string {
  return tenantKeys.rendition(image.sha256, width, quality, format);
}
