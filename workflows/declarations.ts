import type { Workflow } from "../workflow-kit/at-deploy/declaration.ts";

/** Every workflow, for the deployment: the program, the planner, the command and the tenants' validation read this list. */
export const workflows: readonly Workflow[] = [
  (await import("./catalog-import/workflow.ts")).catalogImport,
  (await import("./rescale-images/workflow.ts")).rescaleImages,
  (await import("./sitemap/workflow.ts")).sitemap,
  (await import("./find-duplicates/workflow.ts")).findDuplicates,
];
