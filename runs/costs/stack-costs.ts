import { runEntryPrefix, tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import {
  type RunEntry,
  type RunRecord,
  runRetentionSeconds,
  type TenantRecord,
} from "../../contract/records.ts";
import type { StageUsage } from "../../contract/stage-usage.ts";
import { addUsage, noUsage } from "../../contract/usage-sums.ts";
import { collected, RecordReader } from "../records/record-reader.ts";
import type { Stack } from "../stack/stack.ts";
import { type CostEstimate, estimateCost, regionOf, sumOf } from "./cost-estimate.ts";

/** What costs are added up by. */
export const costGroups = ["tenant", "workflow", "stage"] as const;
export type CostGroup = (typeof costGroups)[number];

export interface CostRow extends CostEstimate {
  /** A tenant, a workflow, or `<workflow> <stage>`. */
  readonly name: string;
  readonly runs: number;
  readonly usage: StageUsage;
}

export interface StackCosts {
  readonly region: string;
  /** The dearest first. */
  readonly rows: readonly CostRow[];
  readonly total: CostRow;
  /** Runs that are not in it: they have not ended, or ended before records had their usage. */
  readonly runsLeftOut: number;
  /** Runs of the month, or all, have expired. */
  readonly lacksRuns: boolean;
}

interface Asked {
  readonly by: CostGroup;
  /** Runs that began in this month, UTC. @example "2026-11" */
  readonly month: string;
  /** @default all */
  readonly workflow?: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Usage by group and stage: estimates differ by stage. */
type Sums = Map<string, { readonly runs: Set<string>; readonly stages: Map<string, StageUsage> }>;

/**
 * What the runs of a month cost, from their records: those are kept for 90 days.
 * @example (await stackCosts(stack, { by: "tenant", month: "2026-11", now: Date.now() })).total.usd
 */
export async function stackCosts(stack: Stack, { by, month, workflow, now }: Asked): Promise<StackCosts> {
  const region = regionOf(stack.outputs);
  const reader = new RecordReader(stack.clients.dynamodb, stack.outputs.table);
  const workflows = workflow === undefined ? Object.keys(stack.outputs.stateMachines) : [workflow];
  const sums: Sums = new Map();
  const total: Sums = new Map();
  let runsLeftOut = 0;
  for (const name of workflows)
    for (const run of await runsOfMonth(reader, name, month)) {
      if (run.usage === undefined) runsLeftOut += 1;
      else {
        add(total, "total", run, run.usage);
        if (by === "workflow") add(sums, name, run, run.usage);
        else if (by === "stage")
          for (const [stage, usage] of Object.entries(run.usage))
            add(sums, `${name} ${stage}`, run, { [stage]: usage });
        else
          for (const { tenant, usage = {} } of await tenantsOf(reader, run))
            if (Object.keys(usage).length > 0) add(sums, tenant, run, usage);
      }
    }
  const rows = [...sums.keys()].map((name) => rowOf(sums, name, region));
  const dearest = (a: CostRow, b: CostRow) =>
    (b.usd ?? 0) - (a.usd ?? 0) || b.usage.seconds - a.usage.seconds;
  const lacksRuns = Date.parse(`${month}-01`) < now - runRetentionSeconds * 1000;
  return { region, rows: rows.sort(dearest), total: rowOf(total, "total", region), runsLeftOut, lacksRuns };
}

async function runsOfMonth(reader: RecordReader, workflow: string, month: string): Promise<RunRecord[]> {
  const { pk } = tableKeys.runEntry(workflow, "", "");
  const entries = await collected(reader.query<RunEntry>(pk, `${runEntryPrefix}${month}-`));
  return collected(reader.getAll<RunRecord>(entries.map(({ runId }) => tableKeys.run(workflow, runId))));
}

function tenantsOf(reader: RecordReader, { workflow, runId }: RunRecord): Promise<TenantRecord[]> {
  return collected(reader.query<TenantRecord>(tableKeys.run(workflow, runId).pk, tenantPrefix));
}

function add(
  sums: Sums,
  name: string,
  { workflow, runId }: RunRecord,
  usage: NonNullable<RunRecord["usage"]>,
) {
  const sum = sums.get(name) ?? { runs: new Set<string>(), stages: new Map<string, StageUsage>() };
  sum.runs.add(`${workflow} ${runId}`);
  for (const [stage, used] of Object.entries(usage)) {
    const key = `${workflow} ${stage}`;
    sum.stages.set(key, addUsage(sum.stages.get(key) ?? noUsage, used));
  }
  sums.set(name, sum);
}

function rowOf(sums: Sums, name: string, region: string): CostRow {
  const { runs, stages } = sums.get(name) ?? { runs: new Set(), stages: new Map<string, StageUsage>() };
  const usages = [...stages.values()];
  const estimate = sumOf(usages.map((usage) => estimateCost(usage, region)));
  return { name, runs: runs.size, usage: usages.reduce(addUsage, noUsage), ...estimate };
}
