import pLimit from "p-limit";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { unsealed } from "../../contract/seals.ts";
import type { Claim } from "../storage/claim.ts";
import type { Key, Table } from "../storage/table.ts";
import type { Condition } from "../storage/transaction.ts";

/** Items copied at once. */
const concurrency = 16;

/** The partition that all items of a run had in the version before, which did not know the workflow in keys. */
const earlierPartition = (runId: string) => `run#${runId}`;

const isAbsent: Condition = { expression: "attribute_not_exists(pk)" };

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
 * execution of today's version may change it from then on. So a run under way is copied only for its own execution, which is dead or closes it. The
 * run's own item comes last, so an interrupted call is made good by the next.
 * @param claim The run, and the execution for which it is copied.
 * @example await adoptRun(table, { workflow: "nightly-report", runId: "run-1", execution: "run-1-again" });
 */
export async function adoptRun(table: Table, { workflow, runId, execution }: Claim): Promise<void> {
  const key = tableKeys.run(workflow, runId);
  if ((await table.get(key)) !== undefined) return;
  const run = await earlierRun(table, workflow, runId);
  if (run === undefined || (run.status === "RUNNING" && run.execution !== execution)) return;
  const tenants = table.query<TenantRecord>(earlierPartition(runId), tenantPrefix);
  for await (const { pk: _, sk: __, ...record } of tenants)
    await table.put({ ...tableKeys.runTenant(workflow, runId, record.tenant), ...record }, isAbsent);
  await copyChunks(table, workflow, runId, isAbsent);
  await table.put({ ...run, ...key }, isAbsent);
}

/**
 * Takes over what containers of the version before have recorded of an execution, once they have ended. They write to the earlier keys also
 * after the run was adopted, or planned by today's code. Records that succeeded or are sealed stay as they are.
 * @example await takeRecords(table, { workflow: "nightly-report", runId: "run-1", execution: "run-1" });
 */
export async function takeRecords(table: Table, { workflow, runId, execution }: Claim): Promise<void> {
  await copyChunks(table, workflow, runId, unsealed(execution));
}

/** Copies the records of a run's chunks, each where the condition holds. All requests have ended when it throws. */
async function copyChunks(
  table: Table,
  workflow: string,
  runId: string,
  condition: Condition,
): Promise<void> {
  const copies: (Key & ChunkRecord)[] = [];
  for await (const { pk: _, sk: __, ...record } of table.query<ChunkRecord>(
    earlierPartition(runId),
    "chunk#",
  ))
    copies.push({ ...tableKeys.chunk(workflow, runId, record.chunk, record.stage), ...record, workflow });
  const limit = pLimit(concurrency);
  const results = await Promise.allSettled(copies.map((copy) => limit(() => table.put(copy, condition))));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}
