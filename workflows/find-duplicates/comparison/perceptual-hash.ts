import sharp from "sharp";
import { decodingError, inputOptions } from "../../../product-images/decode.ts";
import { type DecoderCode, whole } from "../../../workflow-kit/at-run/decoder/decoding.ts";

/** Grey pixels of the reduced image, each side. */
const side = 32;
/** The lowest frequencies that count, in each direction. */
const frequencies = 8;

/** cos((2x + 1) u π / 2n) for frequency u at pixel x. */
const cosines = Array.from({ length: frequencies }, (_, frequency) =>
  Array.from({ length: side }, (_, pixel) => Math.cos(((2 * pixel + 1) * frequency * Math.PI) / (2 * side))),
);

/**
 * A 64-bit hash of an image's look, as 16 hexadecimal digits. Similar images differ in few bits. Each bit says whether one of the 64 lowest
 * frequencies is above their median. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010).
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
  const median = (sorted[middle - 1]! + sorted[middle]!) / 2;
  const bits = strengths.map((strength) => (strength > median ? "1" : "0")).join("");
  return BigInt(`0b${bits}`).toString(16).padStart(16, "0");
}

/** `perceptualHash` in the decoder, as `hashImages` asks for it. */
export const decodeHash: DecoderCode<null> = async function* (_, input) {
  yield Buffer.from(await perceptualHash(await whole(input)));
};

/** The upper left of the two-dimensional DCT, by rows. */
function lowFrequencies(pixels: Uint8Array): number[] {
  const rows = Array.from({ length: side }, (_, y) =>
    cosines.map((wave) => wave.reduce((sum, cosine, x) => sum + cosine * pixels[y * side + x]!, 0)),
  );
  return cosines.flatMap((wave) =>
    cosines.map((_, u) => wave.reduce((sum, cosine, y) => sum + cosine * rows[y]![u]!, 0)),
  );
}
