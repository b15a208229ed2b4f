import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import { runTotals, tenantRecords, writeTenants } from "../close/tenant-records.ts";
import { type Claim, ExecutionEndedError, expiry } from "../storage/claim.ts";
import { endRun, releaseUnclaimed } from "../storage/owned-run.ts";
import { runEntry } from "../storage/run-entry.ts";
import type { Stores } from "../storage/stores.ts";
import { clip, inOneLine } from "./plan-reason.ts";

/**
 * Ends a run that could not be planned, with the reason, and releases the lock. The planner's error counts, even if this fails too: what it
 * leaves is closed once the execution has ended.
 */
export async function failRun(stores: Stores, claim: Claim, cause: unknown): Promise<void> {
  if (cause instanceof ExecutionEndedError) return;
  try {
    await recordFailure(stores, claim, clip(inOneLine(cause)));
  } catch (problem) {
    console.error(problem);
  }
}

async function recordFailure({ table, now }: Stores, claim: Claim, reason: string): Promise<void> {
  const { workflow, runId, execution } = claim;
  const endedAt = new Date(now()).toISOString();
  const end = { status: "FAILED" as const, endedAt, reason };
  const run = await table.get<RunRecord>(tableKeys.run(workflow, runId));
  if (run?.execution === execution) {
    const tenants = [...(await tenantRecords(table, claim)).values()];
    const running = tenants.filter(({ status }) => status === "RUNNING");
    const failed = running.map((record) => ({ ...record, ...end }));
    const isOwn = await writeTenants(table, claim, "planning", failed);
    const others = tenants.filter(({ status }) => status !== "RUNNING");
    const totals = runTotals([...failed, ...others]);
    if (isOwn && (await endRun(table, claim, "planning", { ...end, ...totals }))) return;
  }
  await releaseUnclaimed(table, claim);
  if (execution !== runId) return;
  // A run that got no lock has no item yet.
  const began: RunRecord = {
    ...{ runId, workflow, execution, startedAt: endedAt, chunks: 0 },
    ...{ expiresAt: expiry(now()), ...end },
  };
  const put = { ...tableKeys.run(workflow, runId), ...began };
  const condition = { expression: "attribute_not_exists(pk)" };
  await table.transact([{ put, condition }, { put: runEntry(began) }]);
}
