import { Command } from "commander";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { wholeNumber } from "../runs/number-options.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";

interface ReproduceOptions extends StackOptions {
  readonly workflow?: string;
  readonly tenant: string;
  readonly stage: string;
  readonly chunk?: number;
  /** True without a port. */
  readonly inspect?: number | true;
  readonly keep?: true;
}

/** `batchline reproduce`; `onStatus` receives the exit code. */
export function reproduceCommand(
  onStatus: (status: number) => void,
  workflows: readonly Workflow[],
): Command {
  const command = new Command("reproduce")
    .description(
      "Run one stage of one chunk of a run again, on this machine: with the same inputs, variables and limits.",
    )
    .argument("[run]", "a run's id, a beginning of it, or latest", "latest")
    .option("-w, --workflow <name>", "of this workflow's runs only")
    .requiredOption("-t, --tenant <id>", "the tenant")
    .requiredOption("--stage <name>", "the stage")
    .option(
      "-c, --chunk <number>",
      "the chunk; without it the tenant's first one in which the stage failed, else its first",
      wholeNumber(0, 9_999_999),
    )
    .option(
      "--inspect [port]",
      "wait for Node's debugger, on port 9229 or this one",
      wholeNumber(1024, 65_535),
    )
    .option("--keep", "keep the copied data, outputs and records on this machine");
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
It copies the tenant's objects that the stage reads from the deployed stack to .local/reproduced, and removes them at the end.
The run's record gets an entry with the caller. Nothing else changes in the deployed stack.
The code is this checkout's. Values of secrets are those in .local/secrets.yaml.
Exit codes: 0 the stage succeeded, 1 it failed or could not run, 2 wrong usage, 130 interrupted.

Examples:
  $ npx batchline reproduce latest --stack prod --tenant acme-outdoor --stage download
  $ npx batchline reproduce 20261128T0300 --stack prod --tenant acme-outdoor --stage download --chunk 17 --inspect`,
    )
    .action(async (run: string, options: ReproduceOptions) => {
      // Loaded on demand: the embedded AWS is most of the program.
      const { reproduce } = await import("../reproduce/reproduce.ts");
      const { tenant, stage, chunk, inspect, keep, json } = options;
      const wanted = { tenant, stage, ...(chunk !== undefined && { chunk }) };
      const port = inspect === true ? 9229 : inspect;
      const how = { keep: keep === true, json: json === true, ...(port !== undefined && { inspect: port }) };
      onStatus(await reproduce(run, wanted, options, how, workflows));
    });
}
