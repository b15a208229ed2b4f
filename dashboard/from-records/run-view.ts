import { defined } from "@batchline/diagnostics";
import type { ListedRun } from "../../runs/records/list-runs.ts";
import type { MachineView, RunView } from "../view.ts";
import { actionsOf, type MissingRights } from "./actions.ts";
import { commandsOfRun, commandsOn } from "./commands.ts";
import { columnsOf } from "./matrix.ts";
import { noticesOf } from "./notices.ts";
import type { RunFacts } from "./run-facts.ts";
import { runRowOf } from "./run-row.ts";
import { stagesOf } from "./stages.ts";
import { tenantsOf } from "./tenants.ts";
import { timelineOf } from "./timeline.ts";

/** What AWS says about a run beside its records. */
export interface Beside {
  readonly listed: ListedRun;
  /** Names the stack in commands. @example "--stack prod" */
  readonly option: string;
  /** The most vCPUs that its compute environments have together. */
  readonly ceiling: number | undefined;
  readonly machine: MachineView | undefined;
  readonly missing: MissingRights;
  /** Of the stack, for prices. @example "eu-central-1" */
  readonly region: string;
}

const notRead = { can: false, why: "Its chunks are still being read." } as const;

/** A run's page. Of 10,000 chunks in three stages it takes a quarter of a second. */
export function runViewOf(
  facts: RunFacts,
  { listed, option, ceiling, machine, missing, region }: Beside,
): RunView {
  const row = runRowOf(listed, region);
  const matrix = columnsOf(facts);
  const { tenants, tenantOf } = tenantsOf(facts, matrix.columns, matrix.chunks);
  const command = commandsOn(listed.runId, option);
  return {
    run: { ...row, chunks: matrix.chunks },
    readAt: facts.readAt.toISOString(),
    ...(!facts.hasChunks && { isIncomplete: true }),
    stages: stagesOf(facts, matrix.columns),
    tenants,
    notices: noticesOf(facts, row.status, { ...listed, option }),
    matrix: { ...matrix, tenantOf },
    timeline: timelineOf(facts, ceiling),
    ...defined({ machine }),
    actions: facts.hasChunks ? actionsOf(row, tenants, missing) : { rerun: notRead, stop: notRead },
    commands: commandsOfRun(command, row.status),
  };
}
