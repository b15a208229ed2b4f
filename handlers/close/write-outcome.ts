import { must } from "@batchline/diagnostics";
import pLimit from "p-limit";
import { lastSuccessPrefix, tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import {
  type ItemCounts,
  type LastSuccessRecord,
  noItems,
  type RunWork,
  runsRemembered,
  type TenantRecord,
} from "../../contract/records.ts";
import type { SummaryResult } from "../../contract/summary.ts";
import { expiry } from "../storage/claim.ts";
import type { Table } from "../storage/table.ts";
import type { ExplainedStage } from "./explain-stages.ts";
import { failureReason } from "./run-reason.ts";
import type { TenantTally } from "./tenant-tally.ts";

/** Chunk records updated at once. */
const concurrency = 16;

/** Marks the stages as failed that could not record their failure themselves. */
export async function markFailed(
  table: Table,
  workflow: string,
  runId: string,
  stages: readonly ExplainedStage[],
): Promise<void> {
  const condition = {
    expression: "attribute_not_exists(#status) OR #status <> :succeeded",
    values: { ":succeeded": "SUCCEEDED" },
  };
  await pLimit(concurrency).map(stages, ({ chunk, tenant, stage, reason, at, startedAt, jobId }) => {
    const set = {
      status: "FAILED",
      error: reason,
      endedAt: at,
      workflow,
      runId,
      tenant,
      chunk,
      stage,
      jobId,
    };
    const setIfAbsent = { startedAt, attempts: 0, items: noItems, expiresAt: expiry(Date.parse(startedAt)) };
    return table.update(tableKeys.chunk(workflow, runId, chunk, stage), { set, setIfAbsent }, condition);
  });
}

/** All tenant records of a run, by tenant. */
export async function tenantRecords(
  table: Table,
  workflow: string,
  runId: string,
): Promise<Map<string, TenantRecord>> {
  const records = new Map<string, TenantRecord>();
  const found = table.query<TenantRecord>(tableKeys.run(workflow, runId).pk, tenantPrefix);
  for await (const { pk, sk, ...record } of found) records.set(record.tenant, record);
  return records;
}

/** The numbers of tenants by how they ended. */
export function tenantCounts(records: readonly TenantRecord[]): SummaryResult["tenants"] {
  const count = (wanted: TenantRecord["status"]) => records.filter(({ status }) => status === wanted).length;
  return { succeeded: count("SUCCEEDED"), failed: count("FAILED"), skipped: count("SKIPPED") };
}

/** A tenant's record with its tally. `planned` is the record as the plan left it. */
export function closedRecord(
  planned: Omit<TenantRecord, "status" | "chunks">,
  tally: TenantTally,
  now: string,
): TenantRecord {
  const { reason: _, ...record } = planned;
  const { chunks, chunksFailed, items, workMs, lastEnd = now, firstFailure } = tally;
  return {
    ...{ ...record, status: chunksFailed > 0 ? "FAILED" : "SUCCEEDED", endedAt: lastEnd },
    ...{ chunks, chunksFailed, items, workSeconds: Math.round(workMs / 1000) },
    ...(firstFailure && { reason: failureReason(firstFailure) }),
  };
}

/** Writes tenants' results to the run and to each tenant's history. Successes are also written for the next plan. */
export async function writeTenants(table: Table, records: readonly TenantRecord[]): Promise<void> {
  await table.putAll(
    records.map((record) => ({
      ...tableKeys.runTenant(record.workflow, record.runId, record.tenant),
      ...record,
    })),
  );
  await table.putAll(
    records.map(({ expiresAt: _, ...record }) => ({
      ...tableKeys.history(record.tenant, record.workflow, record.runId),
      ...record,
    })),
  );
  const succeeded = records.filter(({ status }) => status === "SUCCEEDED");
  const [first] = succeeded;
  if (first === undefined) return;
  const { pk } = tableKeys.lastSuccess(first.workflow, "");
  const latest = new Map<string, LastSuccessRecord>();
  for await (const success of table.query<LastSuccessRecord>(pk, lastSuccessPrefix))
    latest.set(success.tenant, success);
  // A resumed old run may close tenants that succeeded in a newer run.
  await table.putAll(
    succeeded.flatMap((record) => {
      const { tenant, workflow, runId } = record;
      const endedAt = must(record.endedAt, "a closed record has an end");
      const before = latest.get(tenant);
      if (before !== undefined && endedAt < before.endedAt) return [];
      const success: LastSuccessRecord = { tenant, runId, endedAt, work: remembered(before, record) };
      return [{ ...tableKeys.lastSuccess(workflow, tenant), ...success }];
    }),
  );
}

/** The work of the tenant's latest runs, `record` included. A run that is closed twice counts once. */
function remembered(before: LastSuccessRecord | undefined, record: TenantRecord): readonly RunWork[] {
  const { runId, workSeconds = 0, items = {} } = record;
  const most = Object.values(items).reduce((a, b) => (total(b) > total(a) ? b : a), noItems);
  const others = (before?.work ?? []).filter((run) => run.runId !== runId);
  return [...others, { runId, workSeconds, items: most }].slice(-runsRemembered);
}

function total({ done, failed, skipped }: ItemCounts): number {
  return done + failed + skipped;
}
