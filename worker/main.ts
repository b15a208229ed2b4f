import { plannerCommand } from "../contract/plan.ts";
import { onTermination } from "../workflow-kit/at-run/interruption.ts";
import { openLog } from "../workflow-kit/at-run/log.ts";
import type { StagesByWorkflow } from "../workflow-kit/at-run/stage.ts";
import { runContainer } from "./run-container.ts";

/**
 * The container's program, for the stages of these workflows: runs what the job's command names. Ends the process.
 * @param planner Path of the module that plans.
 * @example await main(workflowStages, "/app/planner.mjs");
 */
export async function main(workflows: StagesByWorkflow, planner: string): Promise<void> {
  const [, , command] = process.argv;
  if (command === plannerCommand) {
    // A bundle of its own: stages do not plan, and must not wait for its code.
    await import(planner);
  } else {
    const given = { environment: process.env, aws: {}, workflows };
    const options = { ...given, signal: onTermination(), log: openLog() };
    // Exits at once: open connections, and renditions under way after an interruption, must not delay it.
    process.exit(await runContainer(command, options));
  }
}
