import type { DecoderLoaders } from "../../../workflow-kit/at-run/decoder/decoding.ts";
import type { StageLoaders } from "../../../workflow-kit/at-run/stage.ts";

export const stages: StageLoaders = {
  "find-duplicates": async () => (await import("./find-duplicates.ts")).findDuplicates,
};

export const decoders: DecoderLoaders = {
  hash: async () => (await import("../comparison/perceptual-hash.ts")).decodeHash,
};
