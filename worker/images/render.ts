import sharp, { type Sharp } from "sharp";
import type { Rendition } from "../../contract/renditions.ts";
import { ItemError } from "../errors.ts";

/**
 * Larger images are refused from their header, before a pixel is decoded: 100 megapixels take up to 400 MB,
 * and a tiny file can claim any size.
 */
export const maxPixels = 100_000_000;

/** `error` also catches truncated files; `warning` would refuse photos for nothing but odd metadata. */
const input = { failOn: "error", limitInputPixels: maxPixels } as const;

/**
 * One encoder thread an image: several images at once use the processors better than several threads for one.
 */
sharp.concurrency(1);
/**
 * Every image is decoded for its own renditions and then never again: libvips's cache would only hold memory.
 */
sharp.cache(false);

/**
 * Makes one rendition: upright as EXIF says, never enlarged, in sRGB, without metadata. Each rendition
 * decodes the file anew, which for JPEG is as quick as sharing one decoded image, since the decoder itself
 * shrinks to near the wanted size; and so its bytes depend on the original and its own settings alone. Throws
 * ItemError when the file cannot be decoded.
 */
export async function render(original: Uint8Array, rendition: Rendition): Promise<Buffer> {
  const image = sharp(original, input)
    .autoOrient()
    .resize({ width: rendition.width, withoutEnlargement: true });
  try {
    return await encode(image, rendition).toBuffer();
  } catch (cause) {
    throw new ItemError(await whyNot(original, cause), { cause });
  }
}

function encode(image: Sharp, { format, quality }: Rendition): Sharp {
  switch (format) {
    case "webp":
      return image.webp({ quality });
    case "avif":
      return image.avif({ quality });
    case "jpeg":
      // JPEG has no transparency: what was transparent becomes white, as on a page, not black.
      return image.flatten({ background: "#ffffff" }).jpeg({ quality });
  }
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
