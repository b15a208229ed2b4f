import type { Stage, StagesByWorkflow } from "../../../workflow-kit/at-run/stage.ts";
import { outputKey } from "../../../workflow-kit/at-run/stage-outputs.ts";

/** Stages that write the name of their release. */
export function stagesOf(release: string): StagesByWorkflow {
  const writes = (stage: string) => async (): Promise<Stage> => async (context) => {
    await context.store.put(outputKey(context, `${stage}.txt`), Buffer.from(release), "text/plain");
    context.progress.done();
    return { items: "words", maxItemFailures: 0 };
  };
  const stages = { greet: writes("greet"), sign: writes("sign") };
  return { letters: async () => ({ stages }), parcels: async () => ({ stages }) };
}
