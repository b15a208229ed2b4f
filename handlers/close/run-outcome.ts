import { CodedError } from "@batchline/diagnostics";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord, TenantRecord } from "../../contract/records.ts";
import type { SummaryResult } from "../../contract/summary.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import type { Claim } from "../storage/claim.ts";
import type { Stores } from "../storage/stores.ts";
import { runReason } from "./run-reason.ts";
import { tenantCounts, tenantRecords } from "./tenant-records.ts";
import type { TenantTally } from "./tenant-tally.ts";

/** The run is not the execution's to close. */
class ForeignRunError extends CodedError<HandlerErrorCode> {}

/** The run's result, from the records of all its tenants. `tallies` has the tenants of this attempt. */
export function outcomeOf(
  all: readonly TenantRecord[],
  tallies: ReadonlyMap<string, Pick<TenantTally, "firstFailure">>,
): Omit<SummaryResult, "runId"> {
  const failedAt = ({ tenant, endedAt = "" }: TenantRecord) =>
    `${tallies.get(tenant)?.firstFailure?.at ?? endedAt} ${tenant}`;
  const failed = all
    .filter(({ status }) => status === "FAILED")
    .sort((a, b) => (failedAt(a) < failedAt(b) ? -1 : 1));
  const tenants = tenantCounts(all);
  const reason = runReason(tenants.succeeded, failed, tenants.skipped);
  return { succeeded: failed.length === 0, reason, tenants };
}

/**
 * The result of a run that the execution has closed already, as it stands in the table: a second summary changes nothing.
 * @throws {ForeignRunError} if another execution continues the run, or there is none
 */
export async function whatTheRunSays({ table }: Stores, claim: Claim): Promise<SummaryResult> {
  const { workflow, runId, execution } = claim;
  const run = await table.get<RunRecord>(tableKeys.run(workflow, runId));
  const named = `${workflow}: the run ${runId} cannot be closed for the execution ${execution}`;
  if (run === undefined) throw new ForeignRunError("BL-H016", `${named}: there is no such run`);
  if (run.execution !== execution)
    throw new ForeignRunError("BL-H016", `${named}: it is continued by ${run.execution}`);
  if (run.status === "RUNNING")
    throw new ForeignRunError("BL-H016", `${named}: it changed while it was read; try again`);
  const tenants = tenantCounts([...(await tenantRecords(table, claim)).values()]);
  return { runId, succeeded: run.status === "SUCCEEDED", reason: run.reason ?? "", tenants };
}
