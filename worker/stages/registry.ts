import type { Stage } from "./stage.ts";

/**
 * Every stage that the image can run, by the name that a job definition's command gives. Each is loaded only
 * when it is asked for: a container that fetches a feed need not load an image library first.
 */
export const stages: ReadonlyMap<string, () => Promise<Stage>> = new Map(
  Object.entries({
    fetch: async () => (await import("./fetch.ts")).fetch,
    download: async () => (await import("./download.ts")).download,
    rescale: async () => (await import("./rescale.ts")).rescale,
    "remake-renditions": async () => (await import("./remake-renditions.ts")).remakeRenditions,
    "find-duplicates": async () => (await import("./find-duplicates.ts")).findDuplicates,
    "write-sitemap": async () => (await import("./write-sitemap.ts")).writeSitemap,
  }),
);
