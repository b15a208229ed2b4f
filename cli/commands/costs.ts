import { suggestion } from "@batchline/diagnostics";
import { Command } from "commander";
import { type CostGroup, costGroups } from "../../runs/costs/stack-costs.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus, UsageError } from "../errors.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";
import { exampleOf, workflowNamed } from "../workflow-named.ts";

interface CostsOptions extends StackOptions {
  readonly by: string;
  readonly month?: string;
  readonly workflow?: string;
  readonly csv?: true;
}

/** `batchline costs`; `onStatus` receives the exit code. */
export function costsCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  const command = new Command("costs")
    .description("Estimate what the runs of a month cost: by tenant, workflow or stage.")
    .option("--by <group>", `add up by: ${costGroups.join(", ")}`, "tenant")
    .option(
      "--month <month>",
      "runs that began in this month, such as 2026-11 (UTC)  (default: the current month)",
    )
    .option("-w, --workflow <name>", "only runs of this workflow")
    .option("--csv", "print CSV");
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
The records of runs have the vCPUs, the time and the instance of each container. List prices make an estimate of it, not a bill.
Records are kept for 90 days.
Exit codes: 0 printed, 1 the stack cannot be read, 2 wrong usage, 130 interrupted.

Examples:
  $ npx batchline costs --stack prod
  $ npx batchline costs --stack prod --by stage --workflow ${exampleOf(workflows)} --month 2026-11
  $ npx batchline costs --stack prod --by tenant --month 2026-11 --csv > november.csv`,
    )
    .action(async (options: CostsOptions) => onStatus(await costs(options, workflows)));
}

async function costs(options: CostsOptions, workflows: readonly Workflow[]): Promise<number> {
  const { workflow, month = new Date().toISOString().slice(0, 7), json, csv } = options;
  const by = groupNamed(options.by);
  if (json && csv) throw new UsageError("BL-U001", "--json and --csv exclude each other");
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    throw new UsageError("BL-U001", `"${month}" is not a month: write it as 2026-11`);
  if (workflow !== undefined) workflowNamed(workflow, workflows);
  // Loaded on demand: the clients of AWS's services take a while.
  const { onStack } = await import("../runs/on-stack.ts");
  const { stackCosts } = await import("../../runs/costs/stack-costs.ts");
  const { costsAsCsv, costsAsJson, costsTable } = await import("../runs/costs-table.ts");
  return onStack(options, workflows, async (stack) => {
    const found = await stackCosts(stack, {
      by,
      month,
      now: Date.now(),
      ...(workflow !== undefined && { workflow }),
    });
    if (json) console.log(JSON.stringify(costsAsJson(found, by, month), null, 2));
    else if (csv) console.log(costsAsCsv(found, by));
    else console.log(costsTable(found, by).join("\n"));
    return exitStatus.ok;
  });
}

function groupNamed(text: string): CostGroup {
  const found = costGroups.find((group) => group === text);
  if (found !== undefined) return found;
  throw new UsageError("BL-U001", `costs cannot be added up by "${text}"${suggestion(text, costGroups)}`);
}
