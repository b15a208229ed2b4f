import pLimit from "p-limit";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import type { Claim } from "../storage/claim.ts";
import type { Key, Table } from "../storage/table.ts";

/** Items copied at once. */
const concurrency = 16;

/** The partition that all items of a run had in the version before, which did not know the workflow in keys. */
const earlierPartition = (runId: string) => `run#${runId}`;

/** The item of a run that the version before wrote; undefined if there is none of this workflow. @example await earlierRun(table, "nightly-report", "run-1") */
export async function earlierRun(
  table: Table,
  workflow: string,
  runId: string,
): Promise<RunRecord | undefined> {
  const run = await table.get<RunRecord>({ pk: earlierPartition(runId), sk: "run" });
  return run?.workflow === workflow ? run : undefined;
}

/**
 * Copies the items of a run that the version before wrote to today's keys, unless they exist: before anything changes such a run. Only an
 * execution of today's version may change it from then on. So a run under way is copied only for its own execution, which must be dead. The
 * run's own item comes last, so an interrupted call is made good by the next.
 * @param claim The run, and the execution for which it is copied.
 * @example await adoptRun(table, { workflow: "nightly-report", runId: "run-1", execution: "run-1-again" });
 */
export async function adoptRun(table: Table, { workflow, runId, execution }: Claim): Promise<void> {
  const key = tableKeys.run(workflow, runId);
  if ((await table.get(key)) !== undefined) return;
  const run = await earlierRun(table, workflow, runId);
  if (run === undefined || (run.status === "RUNNING" && run.execution !== execution)) return;
  const pk = earlierPartition(runId);
  for await (const { pk: _, sk: __, ...record } of table.query<TenantRecord>(pk, tenantPrefix))
    await putIfAbsent(table, { ...tableKeys.runTenant(workflow, runId, record.tenant), ...record });
  const copies: (Key & ChunkRecord)[] = [];
  for await (const { pk: _, sk: __, ...record } of table.query<ChunkRecord>(pk, "chunk#"))
    copies.push({ ...tableKeys.chunk(workflow, runId, record.chunk, record.stage), ...record, workflow });
  const limit = pLimit(concurrency);
  const results = await Promise.allSettled(copies.map((copy) => limit(() => putIfAbsent(table, copy))));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  await putIfAbsent(table, { ...run, ...key });
}

function putIfAbsent<T extends Key>(table: Table, item: T): Promise<boolean> {
  return table.put(item, { expression: "attribute_not_exists(pk)" });
}
