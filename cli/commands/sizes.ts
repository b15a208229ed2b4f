import { Command, InvalidArgumentError } from "commander";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus } from "../errors.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";
import { exampleOf, workflowNamed } from "../workflow-named.ts";

interface SizesOptions extends StackOptions {
  readonly workflow?: string;
  readonly runs: number;
}

/** `batchline sizes`; `onStatus` receives the exit code. */
export function sizesCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const command = new Command("sizes")
    .description("Compare the declared vCPUs, memory and timeouts of stages with what their last runs used.")
    .option("-w, --workflow <name>", "only this workflow's stages")
    .option("-n, --runs <number>", "the last runs of each workflow that count, 1 to 100", numberOfRuns, 10);
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
It prints changes for the declarations in workflows/<name>/workflow.ts, and about what they save. It changes nothing.
Exit codes: 0 printed, 1 the stack cannot be read, 2 wrong usage, 130 interrupted.

Examples:
  $ npx batchline sizes --stack prod
  $ npx batchline sizes --stack prod --workflow ${exampleOf(workflows)} --runs 30`,
    )
    .action(async (options: SizesOptions) => onStatus(await sizes(options, workflows)));
}

async function sizes(options: SizesOptions, workflows: readonly Workflow[]): Promise<number> {
  const { workflow, runs, json } = options;
  const chosen = workflow === undefined ? workflows : [workflowNamed(workflow, workflows)];
  // Loaded on demand: the clients of AWS's services take a while.
  const { onStack } = await import("../runs/on-stack.ts");
  const { stackSizes } = await import("../../runs/costs/stack-sizes.ts");
  const { sizesAsJson, sizesTable } = await import("../runs/sizes-table.ts");
  return onStack(options, workflows, async (stack) => {
    const found = await stackSizes(stack, chosen, runs);
    if (json) console.log(JSON.stringify(sizesAsJson(found), null, 2));
    else console.log(sizesTable(found).join("\n"));
    return exitStatus.ok;
  });
}

function numberOfRuns(text: string): number {
  if (/^([1-9]\d?|100)$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is a whole number from 1 to 100.");
}
