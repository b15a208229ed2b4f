import pLimit from "p-limit";
import type { Chunk } from "../../contract/chunk.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile, StageGraph } from "../../contract/plan.ts";
import { tableKeys, tenantPrefix } from "../../contract/record-keys.ts";
import type { RunRecord, TenantRecord } from "../../contract/records.ts";
import { type Claim, expiry } from "../storage/claim.ts";
import { changeRun, writeAsOwner } from "../storage/owned-run.ts";
import type { Stores } from "../storage/stores.ts";
import type { Key, Table } from "../storage/table.ts";
import { stagesOf, written } from "./record-plan.ts";

/** A run whose items have less left, in seconds, is kept as long as a new one when it is resumed: 30 days. */
export const renewedWithinSeconds = 30 * 24 * 3600;

/** Chunk records changed at once. */
const concurrency = 16;

interface Resumed {
  readonly file: PlanFile;
  /** The run's first plan, and all its chunks. */
  readonly first: PlanFile;
  readonly chunks: readonly Chunk[];
  /** The run before it was resumed. */
  readonly run: RunRecord;
}

/**
 * Marks the tenants that run again and completes the run's item, as `recordNewRun` does. Near the end of their time all records of the run are
 * kept longer, together: the close function needs those of finished chunks too.
 * @throws {ClaimLostError}
 */
export async function recordResumption(
  { bucket, table }: Pick<Stores, "bucket" | "table">,
  claim: Claim,
  { file, first, chunks, run }: Resumed,
): Promise<void> {
  const { workflow, runId } = claim;
  const { plannedAt, manifest, reason } = file;
  const now = Date.parse(plannedAt);
  const renews = run.expiresAt - now / 1000 < renewedWithinSeconds;
  const expiresAt = renews ? expiry(now) : run.expiresAt;
  const before = new Map<string, TenantRecord & Key>();
  const records = table.query<TenantRecord>(tableKeys.run(workflow, runId).pk, tenantPrefix);
  for await (const record of records) before.set(record.tenant, record);
  const blank = (tenant: string, chunks: number): TenantRecord & Key => ({
    ...tableKeys.runTenant(workflow, runId, tenant),
    ...{ workflow, runId, tenant, status: "RUNNING", startedAt: plannedAt, chunks },
  });
  const again = file.running.map(({ tenant, chunks }): TenantRecord & Key => {
    const { endedAt: _, reason: __, ...kept } = before.get(tenant) ?? blank(tenant, chunks);
    return { ...kept, status: "RUNNING", expiresAt };
  });
  for (const { tenant } of again) before.delete(tenant);
  const others = renews ? [...before.values()].map((record) => ({ ...record, expiresAt })) : [];
  await written(table, claim, writeAsOwner(table, claim, "planning", [...again, ...others]));
  if (renews) {
    await renewChunks(table, claim, { ...first.stages, ...file.stages }, chunks, expiresAt);
    // The bucket deletes objects that are as old as the records may get.
    await bucket.put(platformKeys.chunks(first.manifest), JSON.stringify(chunks), "application/json");
    const key = platformKeys.plan(workflow, runId, runId);
    await bucket.put(key, `${JSON.stringify(first, null, 2)}\n`, "application/json");
  }
  // The run keeps its number of chunks; a resumption is a part of it.
  const plan = { manifest, reason, plannedAt, plannedBy: claim.execution, expiresAt, stages: stagesOf(file) };
  await written(table, claim, changeRun(table, claim, "planning", plan));
}

/** Keeps the existing records of all chunks until `expiresAt`. All requests have ended when it throws. */
async function renewChunks(
  table: Table,
  { workflow, runId }: Claim,
  stages: StageGraph,
  chunks: readonly Chunk[],
  expiresAt: number,
): Promise<void> {
  const keys = chunks.flatMap(({ index }) =>
    Object.keys(stages).map((stage) => tableKeys.chunk(workflow, runId, index, stage)),
  );
  const limit = pLimit(concurrency);
  const condition = { expression: "attribute_exists(pk)" };
  const results = await Promise.allSettled(
    keys.map((key) => limit(() => table.update(key, { set: { expiresAt } }, condition))),
  );
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}
