import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { SummaryResult } from "../../contract/summary.ts";
import { tenantRecords, writeTenants } from "../close/write-outcome.ts";
import type { Stores } from "../storage/stores.ts";

/** Closes a run whose plan was never finished. No chunk has run; all its tenants failed because of `reason`. */
export async function endUnplanned(
  { table, now }: Stores,
  { runId }: RunRecord,
  reason: string,
): Promise<SummaryResult> {
  const endedAt = new Date(now()).toISOString();
  const records = [...(await tenantRecords(table, runId)).values()];
  const failed = records.filter(({ status }) => status === "RUNNING");
  await writeTenants(
    table,
    failed.map((record) => ({ ...record, status: "FAILED", endedAt, reason })),
  );
  await table.update(tableKeys.run(runId), {
    UpdateExpression: "SET #status = :failed, #reason = :reason, endedAt = :endedAt",
    ExpressionAttributeNames: { "#status": "status", "#reason": "reason" },
    ExpressionAttributeValues: { ":failed": "FAILED", ":reason": reason, ":endedAt": endedAt },
  });
  const count = (wanted: string) => records.filter(({ status }) => status === wanted).length;
  const tenants = {
    succeeded: count("SUCCEEDED"),
    failed: failed.length + count("FAILED"),
    skipped: count("SKIPPED"),
  };
  return { runId, succeeded: false, reason, tenants };
}
