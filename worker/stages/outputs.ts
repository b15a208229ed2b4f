import { tenantKeys } from "../../contract/keys.ts";
import type { StageContext } from "./stage.ts";

/** Where the stages of one chunk leave what the next one reads. */
export function outputs(context: Pick<StageContext, "workflow" | "runId" | "chunk">) {
  const key = (name: string) =>
    tenantKeys.output(context.workflow, context.runId, context.chunk.index, `${name}.ndjson`);
  return {
    products: key("products"),
    images: key("images"),
    renditions: key("renditions"),
    failures: (stage: string) => key(`${stage}-failures`),
  };
}
