import { renditionsPrefix } from "../../product-images/keys.ts";
import type { ResultFolder } from "../../workflow-kit/at-deploy/declaration.ts";

/** What a local run shows of its results. */
export const results: readonly ResultFolder[] = [{ label: "Images", folder: renditionsPrefix }];
