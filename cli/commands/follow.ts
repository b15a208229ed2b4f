import { Command } from "commander";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus } from "../errors.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";
import { workflowNamed } from "../workflow-named.ts";

interface FollowOptions extends StackOptions {
  readonly workflow?: string;
}

/** `batchline follow [run]`; `onStatus` receives the exit code. */
export function followCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const command = new Command("follow")
    .description("Watch a run until it ends, then print its outcome. Ctrl-C ends the command, not the run.")
    .argument("[run]", "a run's id, a beginning of it, or latest", "latest")
    .option("-w, --workflow <name>", "of this workflow's runs only");
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
While the network is away, it waits and goes on, for half an hour.
Exit codes: 0 the run succeeded, 1 it did not, 2 wrong usage, or there is no such run, 130 interrupted.

Examples:
  $ npx batchline follow --stack prod
  $ npx batchline follow 20261123T0300 --stack prod --json`,
    )
    .action(async (run: string, options: FollowOptions) => onStatus(await follow(run, options, workflows)));
}

async function follow(run: string, options: FollowOptions, workflows: readonly Workflow[]): Promise<number> {
  const of = options.workflow === undefined ? undefined : workflowNamed(options.workflow, workflows).name;
  // Loaded on demand: the clients of AWS's services take a while.
  const { onStack } = await import("../runs/on-stack.ts");
  const { findRun } = await import("../../runs/records/find-run.ts");
  const { recordedOutcome } = await import("../../runs/follow/run-outcome.ts");
  const { printOutcome, watchRun } = await import("../run/watch-run.ts");
  return onStack(options, workflows, async (stack, signal, goesOn) => {
    const found = await findRun(stack, run, of);
    const { workflow, runId, executionName: execution } = found;
    const isGone = (await found.execution()) === undefined;
    const watching = { ...options, signal, goesOn };
    const outcome = isGone
      ? await recordedOutcome(found)
      : await watchRun(stack, { workflow, runId, execution }, watching);
    printOutcome(stack, outcome, options);
    return outcome.status === "SUCCEEDED" ? exitStatus.ok : exitStatus.wrong;
  });
}
