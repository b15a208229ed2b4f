import type { DecoderLoaders } from "../../../workflow-kit/at-run/decoder/decoding.ts";
import type { StageLoaders } from "../../../workflow-kit/at-run/stage.ts";

export const stages: StageLoaders = {
  "remake-renditions": async () => (await import("./remake-renditions.ts")).remakeRenditions,
};

export const decoders: DecoderLoaders = {
  rendition: async () => (await import("../../../product-images/encode.ts")).decodeRendition,
};
