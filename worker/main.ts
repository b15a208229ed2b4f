import { must } from "@batchline/diagnostics";
import { plannerCommand } from "../contract/plan.ts";
import { decoderCommand } from "../workflow-kit/at-run/decoder/decoding.ts";
import { onTermination } from "../workflow-kit/at-run/interruption.ts";
import type { StagesByWorkflow } from "../workflow-kit/at-run/stage.ts";

/**
 * The image's program, for the stages of these workflows: runs what the job's command names. Ends the process.
 * @param program Path of the module that calls it. A stage starts it again as its decoder.
 * @param planner Path of the module that plans.
 * @example await main(workflowStages, "/app/main.mjs", "/app/planner.mjs");
 */
export async function main(workflows: StagesByWorkflow, program: string, planner: string): Promise<void> {
  const [, , command, workflow = "", lanes] = process.argv;
  // Each loads its own code only: a decoder has no AWS SDK, a stage neither parsers nor the image library.
  if (command === plannerCommand) await import(planner);
  else if (command === decoderCommand) {
    const { serveDecoder } = await import("../workflow-kit/at-run/decoder/serve.ts");
    const { decoders = {} } = await must(workflows[workflow], "a stage of it runs in this image")();
    await serveDecoder(decoders, Number(lanes));
  } else {
    // A stage's own line may stand far below a client's lines: `whereThrown`.
    Error.stackTraceLimit = 50;
    const signal = onTermination();
    const [{ runContainer }, { openLog }] = await Promise.all([
      import("./run-container.ts"),
      import("../workflow-kit/at-run/log.ts"),
    ]);
    const startedAt = new Date(performance.timeOrigin);
    const given = { environment: process.env, aws: {}, workflows, program, startedAt };
    // Exits at once: open connections, and renditions under way after an interruption, must not delay it.
    process.exit(await runContainer(command, { ...given, signal, log: openLog() }));
  }
}
