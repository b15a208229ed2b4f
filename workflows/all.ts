import { catalogImport } from "./catalog-import.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { rescaleImages } from "./rescale-images.ts";
import { sitemap } from "./sitemap.ts";
import type { Workflow } from "./workflow.ts";

/** Every workflow there is. The program, the planner, the command and the tenants' validation go by this list. */
export const workflows: readonly Workflow[] = [catalogImport, rescaleImages, sitemap, findDuplicates];
