import { tenantKeys } from "../../contract/keys.ts";
import type { StageContext } from "./stage.ts";

/** The products of one chunk, a line each; the name ends the object's key. */
export const productsFile = "products.ndjson";

/** The images of one chunk, a line each; the name ends the object's key. */
export const imagesFile = "images.ndjson";

/** Where the stages of one chunk leave what the next one reads. */
export function outputs(context: Pick<StageContext, "workflow" | "runId" | "chunk">) {
  const key = (name: string) => tenantKeys.output(context.workflow, context.runId, context.chunk.index, name);
  return {
    products: key(productsFile),
    images: key(imagesFile),
    renditions: key("renditions.ndjson"),
    duplicates: key("duplicates.json"),
    /** Where the nodes of a multi-node parallel job find the main one. */
    mainNode: key("main-node.json"),
    failures: (stage: string) => key(`${stage}-failures.ndjson`),
  };
}
