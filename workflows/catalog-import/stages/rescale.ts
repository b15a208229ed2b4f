import { renditionsFile } from "../../../product-images/keys.ts";
import { makeRenditions, renditionLines } from "../../../product-images/make-renditions.ts";
import { chunkParams } from "../../../workflow-kit/at-run/chunk-params.ts";
import type { Stage } from "../../../workflow-kit/at-run/stage.ts";
import { inputKey, outputKey } from "../../../workflow-kit/at-run/stage-outputs.ts";
import { ImageLine, imagesFile, ProductLine, productsFile } from "../keys.ts";
import { CatalogImportParams } from "../params.ts";

/** Makes the renditions of each original, its items; skips complete ones. Writes `renditionsFile`, a line for each product. */
export const rescale: Stage = async (context) => {
  const { store } = context;
  const params = chunkParams(context, CatalogImportParams);
  const images: ImageLine[] = [];
  for await (const line of store.lines(await inputKey(context, imagesFile)))
    images.push(ImageLine.parse(line));
  // Two addresses may have the same bytes.
  const originals = new Map(images.map((image) => [image.sha256, image]));
  const made = await makeRenditions(context, [...originals.values()], params.renditions, ({ url }) => url);

  const byUrl = new Map(images.map((image) => [image.url, image]));
  const lines = async function* () {
    for await (const line of store.lines(await inputKey(context, productsFile))) {
      const { id, images } = ProductLine.parse(line);
      const rescaled = images.flatMap((url) => {
        const image = byUrl.get(url);
        if (image === undefined || !made.has(image.sha256)) return [];
        return [{ url, renditions: renditionLines(image.sha256, params.renditions) }];
      });
      yield { id, images: rescaled };
    }
  };
  await store.putLines(outputKey(context, renditionsFile), lines());
  return { items: "images", maxItemFailures: params.maxItemFailures };
};
