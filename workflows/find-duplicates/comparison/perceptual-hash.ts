import sharp from "sharp";
import { decodingError, inputOptions } from "../../../product-images/decode.ts";

/** The image is looked at in so many grey pixels a side. */
const side = 32;
/** And of its frequencies, the lowest so many a direction count. */
const frequencies = 8;

/** cos((2x + 1) u π / 2n) for frequency u at pixel x. */
const cosines = Array.from({ length: frequencies }, (_, frequency) =>
  Array.from({ length: side }, (_, pixel) => Math.cos(((2 * pixel + 1) * frequency * Math.PI) / (2 * side))),
);

/**
 * A 64-bit hash of what an image looks like, 16 hexadecimal digits: images that look alike differ in few bits. It is the DCT hash of
 * C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010): each bit tells whether one of the 64
 * lowest frequencies is stronger than the median of them. Throws ItemError when the file cannot be decoded.
 */
export async function perceptualHash(original: Uint8Array): Promise<string> {
  let pixels: Buffer;
  try {
    pixels = await sharp(original, inputOptions)
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .greyscale()
      .resize(side, side, { fit: "fill" })
      .raw()
      .toBuffer();
  } catch (cause) {
    throw await decodingError(original, cause);
  }
  const strengths = lowFrequencies(pixels);
  const sorted = [...strengths].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  const bits = strengths.map((strength) => (strength > median ? "1" : "0")).join("");
  return BigInt(`0b${bits}`).toString(16).padStart(16, "0");
}

/** The upper left of the two-dimensional DCT, row by row. */
function lowFrequencies(pixels: Uint8Array): number[] {
  const rows = Array.from({ length: side }, (_, y) =>
    cosines.map((wave) => wave.reduce((sum, cosine, x) => sum + cosine * (pixels[y * side + x] ?? 0), 0)),
  );
  return cosines.flatMap((wave) =>
    cosines.map((_, u) => wave.reduce((sum, cosine, y) => sum + cosine * (rows[y]?.[u] ?? 0), 0)),
  );
}
