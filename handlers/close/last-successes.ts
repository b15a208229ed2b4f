import { must } from "@batchline/diagnostics";
import pLimit from "p-limit";
import { lastSuccessPrefix, tableKeys } from "../../contract/record-keys.ts";
import {
  type ItemCounts,
  type LastSuccessRecord,
  noItems,
  type RunWork,
  runsRemembered,
  type TenantRecord,
} from "../../contract/records.ts";
import type { Table } from "../storage/table.ts";

/** Records written at once. */
const concurrency = 16;

/**
 * Remembers the tenants' successes in a run for the next plan, except where a run that started later has succeeded. An old run that is
 * resumed ends after newer ones, but its results are older.
 * @param startedAt The run's start, ISO 8601.
 */
export async function writeLastSuccesses(
  table: Table,
  { workflow, startedAt }: { readonly workflow: string; readonly startedAt: string },
  tenants: readonly TenantRecord[],
): Promise<void> {
  const succeeded = tenants.filter(({ status }) => status === "SUCCEEDED");
  if (succeeded.length === 0) return;
  const latest = new Map<string, LastSuccessRecord>();
  const { pk } = tableKeys.lastSuccess(workflow, "");
  for await (const success of table.query<LastSuccessRecord>(pk, lastSuccessPrefix))
    latest.set(success.tenant, success);
  await pLimit(concurrency).map(succeeded, (record) => {
    const { tenant, runId } = record;
    const endedAt = must(record.endedAt, "a closed record has an end");
    const work = remembered(latest.get(tenant), record);
    const success: LastSuccessRecord = { tenant, runId, startedAt, endedAt, work };
    return table.put(
      { ...tableKeys.lastSuccess(workflow, tenant), ...success },
      notNewerThan(runId, startedAt),
    );
  });
}

/** Records of the version before have no start. A run that started after their end is newer. */
function notNewerThan(runId: string, startedAt: string) {
  return {
    expression:
      "attribute_not_exists(pk) OR runId = :runId OR startedAt <= :startedAt OR (attribute_not_exists(startedAt) AND endedAt <= :startedAt)",
    values: { ":runId": runId, ":startedAt": startedAt },
  };
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
