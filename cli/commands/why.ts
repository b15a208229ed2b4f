import { Command } from "commander";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus } from "../errors.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";
import { exampleOf, workflowNamed } from "../workflow-named.ts";

interface WhyOptions extends StackOptions {
  readonly workflow?: string;
  readonly tenant?: string;
}

/** `batchline why [run]`; `onStatus` receives the exit code. */
export function whyCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const command = new Command("why")
    .description(
      "Say why a run failed, or what it waits for: the first cause of each chunk, equal ones together.",
    )
    .argument("[run]", "a run's id, a beginning of it, or latest", "latest")
    .option("-w, --workflow <name>", "of this workflow's runs only")
    .option("-t, --tenant <id>", "this tenant's causes only");
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
Exit codes: 0 it was found out, also why the run failed; 1 AWS could not be asked; 2 wrong usage, or there is no such run.

Examples:
  $ npx batchline why --local
  $ npx batchline why 20261123T0300 --stack prod
  $ npx batchline why latest --workflow ${exampleOf(workflows)} --tenant acme-outdoor --stack prod --json`,
    )
    .action(async (run: string, options: WhyOptions) => onStatus(await why(run, options, workflows)));
}

async function why(run: string, options: WhyOptions, workflows: readonly Workflow[]): Promise<number> {
  const { tenant, json } = options;
  const workflow =
    options.workflow === undefined ? undefined : workflowNamed(options.workflow, workflows).name;
  // Loaded on demand: the clients of AWS's services take a while.
  const { onStack } = await import("../runs/on-stack.ts");
  const { findRun } = await import("../../runs/records/find-run.ts");
  const { runCauses } = await import("../../runs/cause/run-causes.ts");
  const { causeLines } = await import("../runs/cause-lines.ts");
  return onStack(options, workflows, async (stack) => {
    const open = await findRun(stack, run, workflow);
    const found = await runCauses(open, tenant === undefined ? {} : { tenant });
    console.log(json ? JSON.stringify(found, null, 2) : causeLines(found).join("\n"));
    return exitStatus.ok;
  });
}
