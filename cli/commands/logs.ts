import { Command } from "commander";
import type { ChunkFilter } from "../../runs/records/open-run.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus } from "../errors.ts";
import { wholeNumber } from "../runs/number-options.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";
import { workflowNamed } from "../workflow-named.ts";

interface LogsOptions extends StackOptions {
  readonly workflow?: string;
  readonly tenant?: string;
  readonly stage?: string;
  readonly chunk?: number;
  readonly tail?: number;
  readonly follow?: true;
}

/** `batchline logs`; `onStatus` receives the exit code. */
export function logsCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const command = new Command("logs")
    .description("Print the logs of a run's containers: of all attempts at each stage of each chunk.")
    .argument("[run]", "a run's id, a beginning of it, or latest", "latest")
    .option("-w, --workflow <name>", "of this workflow's runs only")
    .option("-t, --tenant <id>", "only this tenant's chunks")
    .option("--stage <name>", "only this stage")
    .option("-c, --chunk <number>", "only this chunk", wholeNumber(0, 9_999_999))
    .option("-n, --tail <lines>", "only the last lines of each log", wholeNumber(1, 10_000))
    .option("-f, --follow", "print lines as they appear, until the run ends");
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
Without --tenant, --stage or --chunk it prints at most 50 logs, those of failed stages first.
With --json and --follow it prints one JSON document for each line.
Exit codes: 0 printed, 1 the stack cannot be read, 2 wrong usage, 130 interrupted.

Examples:
  $ npx batchline logs --stack prod --tenant acme-outdoor
  $ npx batchline logs 20261128T0300 --stack prod --chunk 17 --tail 20
  $ npx batchline logs --local --follow`,
    )
    .action(async (run: string, options: LogsOptions) => onStatus(await logs(run, options, workflows)));
}

async function logs(ref: string, options: LogsOptions, workflows: readonly Workflow[]): Promise<number> {
  const { tenant, stage, chunk, tail, follow, json } = options;
  const workflow =
    options.workflow === undefined ? undefined : workflowNamed(options.workflow, workflows).name;
  const filter: ChunkFilter = {
    ...(tenant !== undefined && { tenant }),
    ...(stage !== undefined && { stage }),
    ...(chunk !== undefined && { chunk }),
  };
  // Loaded on demand: the clients of AWS's services take a while.
  const { onStack } = await import("../runs/on-stack.ts");
  const { checkFilter } = await import("../../runs/records/check-filter.ts");
  const { findRun } = await import("../../runs/records/find-run.ts");
  const { followedLogs, printLogs } = await import("../runs/print-logs.ts");
  return onStack(options, workflows, async (stack, signal) => {
    const run = await findRun(stack, ref, workflow);
    checkFilter(run, filter);
    if (follow) await followedLogs(run, filter, { json: json === true, signal });
    else await printLogs(run, filter, { json: json === true, ...(tail !== undefined && { tail }) });
    return exitStatus.ok;
  });
}
