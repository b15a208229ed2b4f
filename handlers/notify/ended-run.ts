import { CodedError } from "@batchline/diagnostics";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord, TenantRecord } from "../../contract/records.ts";
import { tenantRecords } from "../close/tenant-records.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import type { Claim } from "../storage/claim.ts";
import type { Table } from "../storage/table.ts";

/** A run is not closed yet. */
class NotClosedError extends CodedError<HandlerErrorCode> {}

/** A run that is closed, with its tenants' results. */
export interface EndedRun {
  readonly run: RunRecord & { readonly endedAt: string };
  /** Those that ran, by id. */
  readonly tenants: ReadonlyMap<string, TenantRecord>;
}

/**
 * The run of an execution that has ended, once it is closed. The stop function closes some runs when their executions have ended.
 * Undefined if another execution continues it, or there is none to tell about.
 * @param pause Waits between two looks; returns false when it is time to give up.
 * @throws {NotClosedError} Lambda calls again.
 * @example const ended = await endedRun(table, { workflow, runId, execution }, pause);
 */
export async function endedRun(
  table: Table,
  claim: Claim,
  pause: () => Promise<boolean>,
): Promise<EndedRun | undefined> {
  const { workflow, runId, execution } = claim;
  for (;;) {
    const run = await table.get<RunRecord>(tableKeys.run(workflow, runId));
    if (run !== undefined && run.execution !== execution) return undefined;
    if (run?.endedAt !== undefined && run.status !== "RUNNING") {
      const all = await tenantRecords(table, claim);
      const ran = [...all].filter(([, { status }]) => status === "SUCCEEDED" || status === "FAILED");
      return { run: { ...run, endedAt: run.endedAt }, tenants: new Map(ran) };
    }
    if (await pause()) continue;
    // A resume whose input is wrong has no run.
    if (run === undefined) return undefined;
    throw new NotClosedError("BL-H040", `${workflow}: the run ${runId} of ${execution} is not closed yet`);
  }
}
