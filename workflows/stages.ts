import type { StagesByWorkflow } from "../workflow-kit/at-run/stage.ts";

/** Workflow → its stages, for the containers. Each entry loads when a container asks for it. */
export const workflowStages: StagesByWorkflow = {
  "catalog-import": () => import("./catalog-import/stages/index.ts"),
  "rescale-images": () => import("./rescale-images/stages/index.ts"),
  sitemap: () => import("./sitemap/stages/index.ts"),
  "find-duplicates": () => import("./find-duplicates/stages/index.ts"),
};
