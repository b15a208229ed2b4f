import { runEntryPrefix, tableKeys } from "../../contract/record-keys.ts";
import type { RunEntry, RunRecord } from "../../contract/records.ts";
import type { StageUsage } from "../../contract/stage-usage.ts";
import { addUsages } from "../../contract/usage-sums.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { collected, RecordReader } from "../records/record-reader.ts";
import type { Stack } from "../stack/stack.ts";
import { estimateCost, regionOf } from "./cost-estimate.ts";
import { changedUsage, type SizeChange, sizeChanges } from "./stage-sizes.ts";

/** A stage's use in the last runs, and what to change. */
export interface StageSizes {
  readonly workflow: string;
  readonly stage: string;
  readonly runs: number;
  readonly usage: StageUsage;
  readonly changes: readonly SizeChange[];
  /** About what these runs' containers of the stage cost, and what they would have cost; US dollars. Undefined: prices are not known. */
  readonly usd?: { readonly before: number; readonly after: number };
}

/**
 * Compares the declared stages with what the last runs of each workflow used. Stages that no run used are left out.
 * @param most Runs of each workflow.
 * @example await stackSizes(stack, workflows, 10);
 */
export async function stackSizes(
  stack: Stack,
  workflows: readonly Pick<Workflow, "name" | "stages">[],
  most: number,
): Promise<StageSizes[]> {
  const region = regionOf(stack.outputs);
  const sizes = workflows.map(async ({ name: workflow, stages }) => {
    const { runs, usage } = await lastUsage(stack, workflow, most);
    return Object.entries(stages).flatMap(([stage, declared]): StageSizes[] => {
      const used = usage[stage];
      if (used === undefined) return [];
      const changes = sizeChanges(declared, used);
      const before = estimateCost(used, region).usd;
      const after = estimateCost(changedUsage(used, changes), region).usd;
      const usd = before !== undefined && after !== undefined && { usd: { before, after } };
      return [{ workflow, stage, runs, usage: used, changes, ...usd }];
    });
  });
  return (await Promise.all(sizes)).flat();
}

/** What the last runs with records of their use had and used, by stage. */
async function lastUsage({ clients, outputs }: Stack, workflow: string, most: number) {
  const reader = new RecordReader(clients.dynamodb, outputs.table);
  const { pk } = tableKeys.runEntry(workflow, "", "");
  const entries: RunEntry[] = [];
  for await (const entry of reader.query<RunEntry>(pk, runEntryPrefix, true)) {
    // Some are under way, or were not planned.
    if (entries.length === most * 2) break;
    entries.push(entry);
  }
  const keys = entries.map(({ runId }) => tableKeys.run(workflow, runId));
  const records = await collected(reader.getAll<RunRecord>(keys));
  const used = records.flatMap(({ usage = {} }) => (Object.keys(usage).length > 0 ? [usage] : []));
  const last = used.slice(0, most);
  return { runs: last.length, usage: last.reduce(addUsages, {}) };
}
