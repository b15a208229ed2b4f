import type { Workflow } from "../workflow-kit/at-deploy/workflow.ts";
import { catalogImport } from "./catalog-import/workflow.ts";
import { findDuplicates } from "./find-duplicates/workflow.ts";
import { rescaleImages } from "./rescale-images/workflow.ts";
import { sitemap } from "./sitemap/workflow.ts";

/** Every workflow there is. The program, the planner, the command and the tenants' validation go by this list. */
export const workflows: readonly Workflow[] = [catalogImport, rescaleImages, sitemap, findDuplicates];
