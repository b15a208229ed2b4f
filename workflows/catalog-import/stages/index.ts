import type { StageLoaders } from "../../../workflow-kit/at-run/stage.ts";

/** Stage → its code, loaded when a container runs it: one that reads a feed loads no image library. */
export const stages: StageLoaders = {
  fetch: async () => (await import("./fetch.ts")).fetch,
  download: async () => (await import("./download.ts")).download,
  rescale: async () => (await import("./rescale.ts")).rescale,
};
