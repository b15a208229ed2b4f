import type { Decoding } from "../workflow-kit/at-run/decoder/decoding.ts";

/** The most bytes of a rendition: far more than the largest in the best quality. */
const maxBytes = 128 * 2 ** 20;

/** An original becomes a rendition. Settings: the `Rendition`. A workflow lists `decodeRendition` as its decoder "rendition". */
export const renditionDecoding: Decoding = {
  name: "rendition",
  maxPartBytes: maxBytes,
  maxBytes,
  // An AVIF of the largest size takes about 15 s.
  silenceMs: 120_000,
};
