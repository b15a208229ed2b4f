import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { RunRecord, TenantCounts, TenantRecord } from "../../contract/records.ts";
import { addUsages } from "../../contract/usage-sums.ts";
import type { Claim } from "../storage/claim.ts";
import { type Phase, writeAsOwner } from "../storage/owned-run.ts";
import type { Table } from "../storage/table.ts";
import { failureReason } from "./run-reason.ts";
import type { TenantTally } from "./tenant-tally.ts";

/** All tenant records of a run, by tenant. */
export async function tenantRecords(
  table: Table,
  { workflow, runId }: Pick<Claim, "workflow" | "runId">,
): Promise<Map<string, TenantRecord>> {
  const records = new Map<string, TenantRecord>();
  const found = table.query<TenantRecord>(tableKeys.run(workflow, runId).pk, tenantPrefix);
  for await (const { pk, sk, ...record } of found) records.set(record.tenant, record);
  return records;
}

/** The numbers of tenants by how they ended. */
export function tenantCounts(records: readonly TenantRecord[]): TenantCounts {
  const count = (wanted: TenantRecord["status"]) => records.filter(({ status }) => status === wanted).length;
  return { succeeded: count("SUCCEEDED"), failed: count("FAILED"), skipped: count("SKIPPED") };
}

/** What the run's item says of its tenants once it has ended. */
export function runTotals(
  records: readonly TenantRecord[],
): Required<Pick<RunRecord, "tenants" | "chunksFailed" | "usage">> {
  return {
    tenants: tenantCounts(records),
    chunksFailed: records.reduce((sum, { chunksFailed = 0 }) => sum + chunksFailed, 0),
    usage: records.map(({ usage = {} }) => usage).reduce(addUsages, {}),
  };
}

/** A tenant's record with its tally. `planned` is the record as the plan left it. */
export function closedRecord(
  planned: Omit<TenantRecord, "status" | "chunks">,
  tally: TenantTally,
  now: string,
): TenantRecord {
  const { reason: _, ...record } = planned;
  const { chunks, chunksFailed, items, usage, workMs, lastEnd = now, firstFailure } = tally;
  return {
    ...{ ...record, status: chunksFailed > 0 ? "FAILED" : "SUCCEEDED", endedAt: lastEnd },
    ...{ chunks, chunksFailed, items, usage, workSeconds: Math.round(workMs / 1000) },
    ...(firstFailure && { reason: failureReason(firstFailure) }),
  };
}

/** Writes tenants' results to the run and to each tenant's history. Returns false if the claim is lost. */
export function writeTenants(
  table: Table,
  claim: Claim,
  phase: Phase,
  records: readonly TenantRecord[],
): Promise<boolean> {
  const { workflow, runId } = claim;
  const items = records.flatMap((record) => {
    const { expiresAt: _, ...history } = record;
    return [
      { ...tableKeys.runTenant(workflow, runId, record.tenant), ...record },
      { ...tableKeys.history(record.tenant, workflow, runId), ...history },
    ];
  });
  return writeAsOwner(table, claim, phase, items);
}
