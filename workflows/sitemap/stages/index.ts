import type { StageLoaders } from "../../../workflow-kit/at-run/stage.ts";

export const stages: StageLoaders = {
  "write-sitemap": async () => (await import("./write-sitemap.ts")).writeSitemap,
};
