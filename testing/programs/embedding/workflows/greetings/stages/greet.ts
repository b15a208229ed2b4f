import { chunkParams } from "batchline/workflow-kit/at-run/chunk-params";
import type { Stage } from "batchline/workflow-kit/at-run/stage";
import { outputKey } from "batchline/workflow-kit/at-run/stage-outputs";
import { Greeting } from "../params.ts";

/** Writes the greeting. */
export const greet: Stage = async (context) => {
  const { name } = chunkParams(context, Greeting);
  await context.store.put(outputKey(context, "greeting.txt"), Buffer.from(`Hello ${name}`), "text/plain");
  context.log.info(`greeted ${name}`);
  context.progress.done();
  return { items: "greetings", maxItemFailures: 0 };
};
