import { Command } from "commander";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus } from "../errors.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";
import { writeText } from "../text-file.ts";
import { exampleOf, workflowNamed } from "../workflow-named.ts";

interface ReportOptions extends StackOptions {
  readonly workflow?: string;
  readonly out: string;
}

/** `batchline report [run]`; `onStatus` receives the exit code. */
export function reportCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const command = new Command("report")
    .description("Write a run's page into one HTML file that works without a server or a network.")
    .argument("[run]", "a run's id, a beginning of it, or latest", "latest")
    .option("-w, --workflow <name>", "of this workflow's runs only")
    .option("-o, --out <file>", "write to this file; an existing file is replaced", "run.html");
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
The file has the records, causes and ends of logs of the run: who gets it can read them.
Exit codes: 0 written, 1 the run or the file could not be read or written, 2 wrong usage, 130 interrupted.

Examples:
  $ npx batchline report --local
  $ npx batchline report 20261123T0300 --stack prod --out night.html
  $ npx batchline report latest --workflow ${exampleOf(workflows)} --stack prod`,
    )
    .action(async (run: string, options: ReportOptions) => onStatus(await report(run, options, workflows)));
}

async function report(run: string, options: ReportOptions, workflows: readonly Workflow[]): Promise<number> {
  const { workflow, out, json } = options;
  if (workflow !== undefined) workflowNamed(workflow, workflows);
  // Loaded on demand: the clients of AWS's services take a while, and so does esbuild.
  const { onStack } = await import("../runs/on-stack.ts");
  const { findRun } = await import("../../runs/records/find-run.ts");
  const { reportOf } = await import("../../dashboard/report/report-of.ts");
  return onStack(options, workflows, async (stack) => {
    const found = await findRun(stack, run, workflow);
    writeText(out, await reportOf(stack, options.stack, found));
    const { workflow: of, runId } = found;
    console.log(json ? JSON.stringify({ workflow: of, runId, file: out }) : `wrote ${out}: ${of} ${runId}`);
    return exitStatus.ok;
  });
}
