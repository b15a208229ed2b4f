import sharp, { type Sharp } from "sharp";
import { type DecoderCode, whole } from "../workflow-kit/at-run/decoder/decoding.ts";
import { decodingError, inputOptions } from "./decode.ts";
import type { Rendition } from "./rendition-formats.ts";

/**
 * Makes one rendition: upright by its EXIF data, never enlarged, in sRGB, without metadata. Each decodes the file again, so that its bytes
 * depend on the original and its settings only. JPEG's decoder shrinks to about the size. @throws {ItemError} when it cannot be decoded.
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

/** `render` in the decoder, as `renditionDecoding` asks for it. */
export const decodeRendition: DecoderCode<Rendition> = async function* (rendition, input) {
  yield await render(await whole(input), rendition);
};

function encode(image: Sharp, { format, quality }: Rendition): Sharp {
  switch (format) {
    case "webp":
      return image.webp({ quality });
    case "avif":
      return image.avif({ quality });
    case "jpeg":
      // JPEG lacks transparency. Without this, transparent pixels become black.
      return image.flatten({ background: "#ffffff" }).jpeg({ quality });
  }
}
