import sharp from "sharp";
import { ItemError } from "../workflow-kit/at-run/errors.ts";

/**
 * Larger images are refused from their header, before a pixel is decoded: 100 megapixels take up to 400 MB,
 * and a tiny file can claim any size.
 */
export const maxPixels = 100_000_000;

/** How images of tenants are opened. `error` also catches truncated files; `warning` would refuse photos for nothing but odd metadata. */
export const inputOptions = { failOn: "error", limitInputPixels: maxPixels } as const;

/** One thread an image: several images at once use the processors better than several threads for one. */
sharp.concurrency(1);
/** Every image is decoded for what is made of it and then never again: libvips's cache would only hold memory. */
sharp.cache(false);

/** The ItemError that says why `original` could not be decoded, from what sharp threw. */
export async function decodingError(original: Uint8Array, cause: unknown): Promise<ItemError> {
  return new ItemError(await whyNot(original, cause), { cause });
}

async function whyNot(original: Uint8Array, cause: unknown): Promise<string> {
  const [said = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
  const size = await sharp(original, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (size !== undefined && size.width * size.height > maxPixels) {
    const number = (pixels: number) => pixels.toLocaleString("en");
    return `its ${number(size.width)} × ${number(size.height)} pixels are more than the ${number(maxPixels)} allowed`;
  }
  return `it cannot be decoded: ${said}`;
}
