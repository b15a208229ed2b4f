import type { PlanFile } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord, TenantRecord } from "../../contract/records.ts";
import { runTotals } from "../close/tenant-records.ts";
import { type Claim, ClaimLostError, expiry } from "../storage/claim.ts";
import { changeRun, endRun, writeAsOwner } from "../storage/owned-run.ts";
import type { Key, Table } from "../storage/table.ts";
import { scheduledWrites } from "./scheduled-time.ts";

/**
 * Writes the tenants' records and completes the run's item, as the plan that counts says. A plan without chunks ends the run. Nothing is
 * written once another call of the planner has completed the plan, or the run is being closed.
 * @throws {ClaimLostError}
 */
export async function recordNewRun(table: Table, claim: Claim, file: PlanFile): Promise<void> {
  const { manifest, chunks, reason, plannedAt } = file;
  const tenants = plannedTenants(file);
  await written(table, claim, writeAsOwner(table, claim, "planning", tenants));
  const plan = { manifest, chunks, reason, plannedAt, plannedBy: claim.execution, stages: stagesOf(file) };
  const scheduled = scheduledWrites(file);
  if (chunks > 0) return written(table, claim, changeRun(table, claim, "planning", plan, scheduled));
  const status: RunRecord["status"] = file.failedTenants === undefined ? "SUCCEEDED" : "FAILED";
  const end = { ...plan, status, endedAt: plannedAt, ...runTotals(tenants) };
  await written(table, claim, endRun(table, claim, "planning", end, scheduled));
}

/** The names of a plan's stages, for the run's item. @example stagesOf(file) // ["fetch", "rescale"] */
export function stagesOf({ stages }: PlanFile): RunRecord["stages"] {
  return stages && Object.keys(stages);
}

/** Waits for a write by the run's owner. @throws {ClaimLostError} unless it took place */
export async function written(table: Table, claim: Claim, write: Promise<boolean>): Promise<void> {
  if (await write) return;
  const { workflow, runId } = claim;
  throw new ClaimLostError(claim, await table.get<RunRecord>(tableKeys.run(workflow, runId)));
}

function plannedTenants(file: PlanFile): (Key & TenantRecord)[] {
  const { workflow, runId, plannedAt } = file;
  const expiresAt = expiry(Date.parse(plannedAt));
  const ended = { chunks: 0, endedAt: plannedAt };
  const tenants: Pick<TenantRecord, "tenant" | "status" | "chunks" | "endedAt" | "reason">[] = [
    ...file.running.map(({ tenant, chunks }) => ({ tenant, status: "RUNNING" as const, chunks })),
    ...file.skippedTenants.map((skipped) => ({ status: "SKIPPED" as const, ...ended, ...skipped })),
    ...(file.failedTenants ?? []).map((failed) => ({ status: "FAILED" as const, ...ended, ...failed })),
  ];
  return tenants.map((record) => ({
    ...tableKeys.runTenant(workflow, runId, record.tenant),
    ...{ runId, workflow, startedAt: plannedAt, expiresAt },
    ...record,
  }));
}
