import { chunkParams } from "batchline/workflow-kit/at-run/chunk-params";
import type { Stage } from "batchline/workflow-kit/at-run/stage";
import { outputKey } from "batchline/workflow-kit/at-run/stage-outputs";
import { GreetingsParams } from "../params.ts";

export const greet: Stage = async (context) => {
  const { greeting } = chunkParams(context, GreetingsParams);
  const result = `${greeting}, ${context.chunk.tenant}`;
  await context.store.put(outputKey(context, "greeting.txt"), Buffer.from(result), "text/plain");
  context.progress.done();
  return { items: "greetings", maxItemFailures: 0, result };
};
