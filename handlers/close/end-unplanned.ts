import type { SummaryResult } from "../../contract/summary.ts";
import type { Claim } from "../storage/claim.ts";
import { endRun } from "../storage/owned-run.ts";
import type { Stores } from "../storage/stores.ts";
import { whatTheRunSays } from "./run-outcome.ts";
import { runTotals, tenantRecords, writeTenants } from "./tenant-records.ts";

/** Ends a run whose plan was never complete, once closing has begun. No chunk has run; its tenants failed because of `reason`. */
export async function endUnplanned(stores: Stores, claim: Claim, reason: string): Promise<SummaryResult> {
  const { table } = stores;
  const endedAt = new Date(stores.now()).toISOString();
  const records = [...(await tenantRecords(table, claim)).values()];
  const running = records.filter(({ status }) => status === "RUNNING");
  const ended = running.map((record) => ({ ...record, status: "FAILED" as const, endedAt, reason }));
  const others = records.filter(({ status }) => status !== "RUNNING");
  const totals = runTotals([...ended, ...others]);
  const written =
    (await writeTenants(table, claim, "closing", ended)) &&
    (await endRun(table, claim, "closing", { status: "FAILED", reason, endedAt, ...totals }));
  if (!written) return whatTheRunSays(stores, claim);
  return { runId: claim.runId, succeeded: false, reason, tenants: totals.tenants };
}
