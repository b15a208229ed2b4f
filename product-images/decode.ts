import sharp from "sharp";
import { ItemError } from "../workflow-kit/at-run/errors.ts";

/** The most pixels of an image: 100 megapixels take up to 400 MB. A tiny file can claim any size, so its header is checked first. */
const maxPixels = 100_000_000;

/** Options for images of tenants. `error` also catches truncated files; `warning` would refuse photos with unusual metadata. */
export const inputOptions = { failOn: "error", limitInputPixels: maxPixels } as const;

/** One thread for each image: many images with one thread are faster than one image with many. */
sharp.concurrency(1);
/** Each image is decoded once, so libvips's cache would only hold memory. */
sharp.cache(false);

/** The ItemError for an image that sharp cannot decode; `cause` is sharp's error. */
export async function decodingError(original: Uint8Array, cause: unknown): Promise<ItemError> {
  return new ItemError(await whyNot(original, cause), { cause });
}

async function whyNot(original: Uint8Array, cause: unknown): Promise<string> {
  const [reason] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  const size = await sharp(original, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (size !== undefined && size.width * size.height > maxPixels) {
    const number = (pixels: number) => pixels.toLocaleString("en");
    return `its ${number(size.width)} × ${number(size.height)} pixels are more than the ${number(maxPixels)} allowed`;
  }
  return `it cannot be decoded: ${reason}`;
}
