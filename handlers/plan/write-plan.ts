import { must } from "@batchline/diagnostics";
import pLimit from "p-limit";
import { encodeManifest } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import { type RunRecord, runRetentionSeconds, type TenantRecord } from "../../contract/records.ts";
import type { Stores } from "../storage/stores.ts";
import type { Key } from "../storage/table.ts";
import type { Plan } from "./plan-run.ts";

/** Tenant records updated at once. */
const concurrency = 16;

/**
 * Writes the manifest and the records, then `plan.json`, which makes the plan final. Overwrites what an interrupted
 * call left. Returns the plan that counts: an earlier one if there is one.
 */
export async function writePlan(stores: Stores, plan: Plan): Promise<PlanFile> {
  const { file } = plan;
  const { chunks, index } = encodeManifest(plan.chunks);
  await Promise.all([
    stores.bucket.put(platformKeys.chunks(file.manifest), chunks, "application/json"),
    stores.bucket.put(platformKeys.chunkIndex(file.manifest), index, "application/octet-stream"),
    file.execution === file.runId ? recordNewRun(stores, file) : recordResumption(stores, file),
  ]);
  const key = platformKeys.plan(file.manifest);
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (await stores.bucket.putNew(key, text, "application/json")) return file;
  return must(await readPlan(stores, file.manifest), "another call has written plan.json");
}

/** The plan under the S3 key prefix `manifest`; undefined if there is none. */
export async function readPlan(stores: Stores, manifest: string): Promise<PlanFile | undefined> {
  const text = await stores.bucket.text(platformKeys.plan(manifest));
  return text === undefined ? undefined : (JSON.parse(text) as PlanFile);
}

async function recordNewRun(stores: Stores, file: PlanFile): Promise<void> {
  const { workflow, runId, plannedAt } = file;
  const expiresAt = expiry(plannedAt);
  const ended = { chunks: 0, endedAt: plannedAt };
  const tenants: Pick<TenantRecord, "tenant" | "status" | "chunks" | "endedAt" | "reason">[] = [
    ...file.running.map(({ tenant, chunks }) => ({ tenant, status: "RUNNING" as const, chunks })),
    ...file.skippedTenants.map((skipped) => ({ status: "SKIPPED" as const, ...ended, ...skipped })),
    ...(file.failedTenants ?? []).map((failed) => ({ status: "FAILED" as const, ...ended, ...failed })),
  ];
  const records = tenants.map((record): Key & TenantRecord => ({
    ...tableKeys.runTenant(workflow, runId, record.tenant),
    ...{ runId, workflow, startedAt: plannedAt, expiresAt },
    ...record,
  }));
  await stores.table.putAll(records);
  const run: RunRecord = {
    ...{ runId, workflow, execution: file.execution, manifest: file.manifest },
    ...(file.chunks > 0
      ? { status: "RUNNING" }
      : { status: file.failedTenants ? "FAILED" : "SUCCEEDED", endedAt: plannedAt }),
    ...{ startedAt: plannedAt, chunks: file.chunks, reason: file.reason, expiresAt },
  };
  await stores.table.put({ ...tableKeys.run(workflow, runId), ...run });
}

async function recordResumption(stores: Stores, file: PlanFile): Promise<void> {
  const { workflow, runId, execution, manifest, reason, plannedAt } = file;
  const restart = { set: { status: "RUNNING" }, remove: ["endedAt", "reason"] };
  await pLimit(concurrency).map(file.running, ({ tenant }) =>
    stores.table.update(tableKeys.runTenant(workflow, runId, tenant), restart),
  );
  // The run keeps its number of chunks; a resumption is a part of it.
  const common = { reason, expiresAt: expiry(plannedAt) };
  await stores.table.update(
    tableKeys.run(workflow, runId),
    file.chunks > 0
      ? { set: { status: "RUNNING", execution, manifest, ...common }, remove: ["endedAt"] }
      : { set: { status: "SUCCEEDED", ...common }, setIfAbsent: { endedAt: plannedAt } },
  );
}

/** When a run's items expire, in epoch seconds, for DynamoDB's TTL. */
export function expiry(plannedAt: string): number {
  return Math.floor(Date.parse(plannedAt) / 1000) + runRetentionSeconds;
}
