import { createHash } from "node:crypto";
import { imageKeys } from "../../../product-images/keys.ts";
import { chunkParams } from "../../../workflow-kit/at-run/chunk-params.ts";
import { openSource, type Source } from "../../../workflow-kit/at-run/egress/source.ts";
import { eachItem } from "../../../workflow-kit/at-run/items.ts";
import type { Stage, StageContext } from "../../../workflow-kit/at-run/stage.ts";
import { inputKey, outputKey } from "../../../workflow-kit/at-run/stage-outputs.ts";
import { downloadImage, maxImageBytes } from "../download/download-image.ts";
import { HostLimit } from "../download/host-limit.ts";
import {
  ImageLine,
  imagesFile,
  ProductLine,
  productsFile,
  RememberedImage,
  rememberedImagesKey,
} from "../keys.ts";
import { CatalogImportParams } from "../params.ts";

/** Downloads each image of the chunk's products once, by the hash of its bytes; its items. Images that have not changed are skipped. */
export const download: Stage = async (context) => {
  const { chunk, progress, store, signal } = context;
  const params = chunkParams(context, CatalogImportParams);
  const memory = rememberedImagesKey(chunk.part, chunk.parts);
  const before = await store.snapshot(memory);
  const urls = new Set<string>();
  for await (const line of store.lines(await inputKey(context, productsFile))) {
    for (const url of ProductLine.parse(line).images) urls.add(url);
  }
  progress.total = urls.size;

  const known = new Map<string, RememberedImage>();
  if (before.has(memory)) {
    for await (const line of store.lines(memory)) {
      const image = RememberedImage.parse(line);
      known.set(image.url, image);
    }
  }
  const got = new Map<string, RememberedImage>();
  const source = openSource(context);
  const hosts = new HostLimit();
  const each = { parallel: parallelDownloads(context.container.memoryMiB), signal, progress };
  try {
    await eachItem(urls, { ...each, name: (url) => url }, async (url) => {
      const remembered = known.get(url);
      const image = await hosts.run(url, () => obtain(context, source, url, remembered));
      got.set(url, image);
      if (image === remembered) progress.skipped();
      else progress.done();
    });
  } finally {
    // Also after an interruption, so that the next attempt skips these images.
    const current = [...urls].flatMap((url) => got.get(url) ?? known.get(url) ?? []);
    await store.replaceLines(before, memory, current);
  }
  const lines = [...urls].flatMap((url) => {
    const image = got.get(url);
    return image === undefined ? [] : [ImageLine.parse(image)];
  });
  await store.putLines(outputKey(context, imagesFile.name), lines);
  return { items: "images", maxItemFailures: params.maxItemFailures };
};

/** Downloads and stores the image. Returns `before` itself when it has not changed. */
async function obtain(
  { store, signal }: StageContext,
  source: Source,
  url: string,
  before: RememberedImage | undefined,
): Promise<RememberedImage> {
  // The server may answer 304 only if the bytes still exist.
  const kept = before !== undefined && (await store.has(before.key)) ? before : undefined;
  const image = await downloadImage(url, { source, signal, validators: kept });
  if (image === undefined) {
    if (kept === undefined) throw new Error(`${url} answered 304 to a request without conditions`);
    return kept;
  }
  const sha256 = createHash("sha256").update(image.bytes).digest("hex");
  const key = imageKeys.original(sha256);
  await store.putOnce(key, image.bytes, image.type);
  return { url, key, sha256, bytes: image.bytes.length, type: image.type, ...image.validators };
}

/** As many downloads at once as fit into three quarters of the memory. Each image takes up to twice its largest size for a moment. */
function parallelDownloads(memoryMiB: number): number {
  const worstMiB = (2 * maxImageBytes) / 2 ** 20;
  return Math.min(32, Math.max(2, Math.floor((0.75 * memoryMiB) / worstMiB)));
}
