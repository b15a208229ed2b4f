import sharp, { type Sharp } from "sharp";
import { decodingError, inputOptions } from "./decode.ts";
import type { Rendition } from "./rendition-formats.ts";

/**
 * Makes one rendition: upright as EXIF says, never enlarged, in sRGB, without metadata. Each rendition
 * decodes the file anew, which for JPEG is as quick as sharing one decoded image, since the decoder itself
 * shrinks to near the wanted size; and so its bytes depend on the original and its own settings alone. Throws
 * ItemError when the file cannot be decoded.
 */
export async function render(original: Uint8Array, rendition: Rendition): Promise<Buffer> {
  const image = sharp(original, inputOptions)
    .autoOrient()
    .resize({ width: rendition.width, withoutEnlargement: true });
  try {
    return await encode(image, rendition).toBuffer();
  } catch (cause) {
    throw await decodingError(original, cause);
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
