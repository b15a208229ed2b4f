import { suggestion } from "@batchline/diagnostics";
import { Command } from "commander";
import { type RunFilters, type RunStatus, runStatuses } from "../../runs/records/list-runs.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus, UsageError } from "../errors.ts";
import { wholeNumber } from "../runs/number-options.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";
import { statusWords } from "../runs/status-words.ts";
import { timeOption } from "../runs/time-text.ts";
import { exampleOf, workflowNamed } from "../workflow-named.ts";

interface RunsOptions extends StackOptions {
  readonly workflow?: string;
  readonly tenant?: string;
  readonly status?: string;
  readonly since?: string;
  readonly limit: number;
}

/** `batchline runs`; `onStatus` receives the exit code. */
export function runsCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const command = new Command("runs")
    .description(
      "List the runs of a stack, the newest first: status, duration, tenants, chunks, about what it cost, reason.",
    )
    .option("-w, --workflow <name>", "only runs of this workflow")
    .option("-t, --tenant <id>", "only runs that planned this tenant; the last column is its outcome")
    .option("--status <status>", `only: ${Object.values(statusWords).join(", ")}`)
    .option("--since <time>", "only runs that started since then: 12h, 7d, 2026-11-28")
    .option("-n, --limit <number>", "the most runs", wholeNumber(1, 9999), 20);
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
Records of runs are kept for 90 days. The other commands on runs take an id of this list, the beginning of one, or "latest".
Exit codes: 0 listed, 1 the stack cannot be read, 2 wrong usage, 130 interrupted.

Examples:
  $ npx batchline runs --stack prod
  $ npx batchline runs --stack prod --workflow ${exampleOf(workflows)} --status failed --since 7d
  $ npx batchline runs --local --json`,
    )
    .action(async (options: RunsOptions) => onStatus(await runs(options, workflows)));
}

async function runs(options: RunsOptions, workflows: readonly Workflow[]): Promise<number> {
  const filters = filtersOf(options, workflows);
  // Loaded on demand: the clients of AWS's services take a while.
  const { onStack } = await import("../runs/on-stack.ts");
  const { listRuns } = await import("../../runs/records/list-runs.ts");
  const { runsAsJson, runsTable } = await import("../runs/runs-table.ts");
  const { regionOf } = await import("../../runs/costs/cost-estimate.ts");
  return onStack(options, workflows, async (stack) => {
    const region = regionOf(stack.outputs);
    const found = await listRuns(stack, filters);
    if (options.json) console.log(JSON.stringify(runsAsJson(found, region), null, 2));
    else if (found.length === 0) console.log("no such runs");
    else console.log(runsTable(found, new Date(), region).join("\n"));
    return exitStatus.ok;
  });
}

function filtersOf(options: RunsOptions, workflows: readonly Workflow[]): RunFilters {
  const { workflow, tenant, status, since, limit } = options;
  if (workflow !== undefined) workflowNamed(workflow, workflows);
  return {
    ...(workflow !== undefined && { workflow }),
    ...(tenant !== undefined && { tenant }),
    ...(status !== undefined && { status: statusNamed(status) }),
    ...(since !== undefined && { since: timeOption(since) }),
    limit,
  };
}

function statusNamed(text: string): RunStatus {
  const found = runStatuses.find((status) => statusWords[status] === text.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError("BL-U001", `unknown status "${text}"${suggestion(text, Object.values(statusWords))}`);
}
