import type { DecoderLoaders } from "../../../workflow-kit/at-run/decoder/decoding.ts";
import type { StageLoaders } from "../../../workflow-kit/at-run/stage.ts";

/** Stage → its code, loaded when a container runs it. */
export const stages: StageLoaders = {
  fetch: async () => (await import("./fetch.ts")).fetch,
  download: async () => (await import("./download.ts")).download,
  rescale: async () => (await import("./rescale.ts")).rescale,
};

/** What reads the bytes of suppliers: in the decoder only. */
export const decoders: DecoderLoaders = {
  feed: async () => (await import("../feeds/decode-feed.ts")).decodeFeed,
  rendition: async () => (await import("../../../product-images/encode.ts")).decodeRendition,
};
