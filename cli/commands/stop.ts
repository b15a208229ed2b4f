import { Command } from "commander";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus } from "../errors.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";
import { workflowNamed } from "../workflow-named.ts";

interface StopOptions extends StackOptions {
  readonly workflow?: string;
  readonly reason?: string;
}

/** `batchline stop <run>`; `onStatus` receives the exit code. */
export function stopCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const command = new Command("stop")
    .description(
      "Stop a run, and wait until its jobs have ended, its records are closed and its lock is free.",
    )
    .argument("<run>", "a run's id, a beginning of it, or latest: of those under way, if there are any")
    .option("-w, --workflow <name>", "of this workflow's runs only")
    .option("--reason <text>", "why, for those who look at the run later");
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
What has been done stays. rerun goes on with the rest.
Exit codes: 0 stopped, or it had ended before; 1 it could not be stopped; 2 wrong usage, or there is no such run; 130 interrupted.

Examples:
  $ npx batchline stop latest --stack prod
  $ npx batchline stop 20261123T0300 --stack prod --reason "the feed has wrong prices"`,
    )
    .action(async (run: string, options: StopOptions) => onStatus(await stop(run, options, workflows)));
}

async function stop(run: string, options: StopOptions, workflows: readonly Workflow[]): Promise<number> {
  const of = options.workflow === undefined ? undefined : workflowNamed(options.workflow, workflows).name;
  // Loaded on demand: the clients of AWS's services take a while.
  const { onStack } = await import("../runs/on-stack.ts");
  const { findRunToStop } = await import("../../runs/records/find-run.ts");
  const { stopRun } = await import("../../runs/control/stop-run.ts");
  return onStack(options, workflows, async (stack, signal) => {
    const { json, reason } = options;
    const found = await findRunToStop(stack, run, of);
    const { workflow, runId, executionArn } = found;
    const cause = reason ?? "stopped by batchline stop";
    const say = (line: string) => console.error(`${runId}: ${line}`);
    const stopped = await stopRun(found, { signal, say, cause });
    if (json) console.log(JSON.stringify({ workflow, runId, executionArn, stopped }, null, 2));
    else if (!stopped) console.log(`${runId} of ${workflow} had ended before`);
    else {
      const again = `npx batchline rerun ${runId} ${stack.option}`;
      console.log(`${runId} of ${workflow} is stopped and closed. To go on with the rest: ${again}`);
    }
    return exitStatus.ok;
  });
}
