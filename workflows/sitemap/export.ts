import type { ResultFolder } from "../../workflow-kit/at-deploy/declaration.ts";
import { sitemapsPrefix } from "./keys.ts";

/** What a local run shows of its results. */
export const results: readonly ResultFolder[] = [{ label: "Sitemaps", folder: sitemapsPrefix }];
