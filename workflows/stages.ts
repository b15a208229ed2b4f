import type { Stage } from "../workflow-kit/at-run/stage.ts";

/**
 * Every stage that the image can run, by the name that a job definition's command gives. Each is loaded only
 * when it is asked for: a container that fetches a feed need not load an image library first.
 */
export const stages: ReadonlyMap<string, () => Promise<Stage>> = new Map(
  Object.entries({
    fetch: async () => (await import("./catalog-import/stages/fetch.ts")).fetch,
    download: async () => (await import("./catalog-import/stages/download.ts")).download,
    rescale: async () => (await import("./catalog-import/stages/rescale.ts")).rescale,
    "remake-renditions": async () =>
      (await import("./rescale-images/stages/remake-renditions.ts")).remakeRenditions,
    "find-duplicates": async () =>
      (await import("./find-duplicates/stages/find-duplicates.ts")).findDuplicates,
    "write-sitemap": async () => (await import("./sitemap/stages/write-sitemap.ts")).writeSitemap,
  }),
);
