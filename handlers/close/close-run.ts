import type { BatchClient } from "@aws-sdk/client-batch";
import { tableKeys } from "../../contract/record-keys.ts";
import type { TenantRecord } from "../../contract/records.ts";
import type { SummaryRequest, SummaryResult } from "../../contract/summary.ts";
import type { PlannedWorkflow } from "../plan/planned-workflow.ts";
import { releaseLock } from "../storage/lock.ts";
import type { Stores } from "../storage/stores.ts";
import { explainStages } from "./explain-stages.ts";
import { foldRun } from "./fold-run.ts";
import { runReason } from "./run-reason.ts";
import { closedRecord, markFailed, tenantCounts, tenantRecords, writeTenants } from "./write-outcome.ts";

/**
 * Closes an attempt at a run. Combines its chunks' records into one result per tenant and asks Batch for missing reasons.
 * Writes tenants, history and run, and releases the workflow's lock. A second call has the same result.
 */
export async function closeRun(
  stores: Stores,
  batch: BatchClient,
  workflow: PlannedWorkflow,
  request: SummaryRequest,
): Promise<SummaryResult> {
  const { table } = stores;
  const { runId, execution } = request;
  const now = new Date(stores.now()).toISOString();
  const { tallies, unexplained, jobs } = await foldRun(stores, workflow, request);
  const explained = await explainStages(batch, jobs, unexplained, now);
  await markFailed(table, workflow.name, runId, explained);
  for (const { tenant, ...failure } of explained) tallies.get(tenant)?.fail(failure);

  const planned = await tenantRecords(table, workflow.name, runId);
  const closed = [...tallies].map(([tenant, tally]) => {
    const blank = { runId, workflow: workflow.name, tenant, startedAt: now };
    return closedRecord(planned.get(tenant) ?? blank, tally, now);
  });
  await writeTenants(table, closed);
  const all = [...closed, ...[...planned.values()].filter(({ tenant }) => !tallies.has(tenant))];
  const failed = all.filter(({ status }) => status === "FAILED").sort(byFirstFailure(tallies));
  const tenants = tenantCounts(all);
  const reason = runReason(tenants.succeeded, failed, tenants.skipped);
  const succeeded = failed.length === 0;
  const end = { status: succeeded ? "SUCCEEDED" : "FAILED", reason, endedAt: now };
  const attempts = request.shards.map((shard) => shard.jobs ?? {});
  const set = { ...end, jobs: attempts, runId, workflow: request.workflow, execution };
  await table.update(tableKeys.run(workflow.name, runId), { set });
  await releaseLock(table, workflow.name, execution);
  return { runId, succeeded, reason, tenants };
}

/** Orders tenants by their first failure. A tenant that could not be planned has none and comes first. */
const unplanned = "0000";

function byFirstFailure(
  tallies: ReadonlyMap<string, { readonly firstFailure?: { readonly at: string } | undefined }>,
) {
  const order = ({ tenant }: TenantRecord) =>
    `${tallies.get(tenant)?.firstFailure?.at ?? unplanned} ${tenant}`;
  return (a: TenantRecord, b: TenantRecord) => (order(a) < order(b) ? -1 : 1);
}
