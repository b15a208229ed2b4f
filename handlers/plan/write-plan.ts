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
  const record = (
    tenant: string,
    rest: Pick<TenantRecord, "status" | "chunks" | "reason">,
  ): Key & TenantRecord => ({
    ...tableKeys.runTenant(runId, tenant),
    ...{ runId, workflow, tenant, startedAt: plannedAt, expiresAt },
    ...(rest.status !== "RUNNING" && { endedAt: plannedAt }),
    ...rest,
  });
  await stores.table.putAll([
    ...file.running.map(({ tenant, chunks }) => record(tenant, { status: "RUNNING", chunks })),
    ...file.skippedTenants.map(({ tenant, reason }) =>
      record(tenant, { status: "SKIPPED", chunks: 0, reason }),
    ),
    ...(file.failedTenants ?? []).map(({ tenant, reason }) =>
      record(tenant, { status: "FAILED", chunks: 0, reason }),
    ),
  ]);
  const run: RunRecord = {
    ...{ runId, workflow, execution: file.execution, manifest: file.manifest },
    ...(file.chunks > 0
      ? { status: "RUNNING" }
      : { status: file.failedTenants ? "FAILED" : "SUCCEEDED", endedAt: plannedAt }),
    ...{ startedAt: plannedAt, chunks: file.chunks, reason: file.reason, expiresAt },
  };
  await stores.table.put({ ...tableKeys.run(runId), ...run });
}

async function recordResumption(stores: Stores, file: PlanFile): Promise<void> {
  const limit = pLimit(concurrency);
  const running = { "#status": "status", "#reason": "reason" };
  await Promise.all(
    file.running.map(({ tenant }) =>
      limit(() =>
        stores.table.update(tableKeys.runTenant(file.runId, tenant), {
          UpdateExpression: "SET #status = :running REMOVE endedAt, #reason",
          ExpressionAttributeNames: running,
          ExpressionAttributeValues: { ":running": "RUNNING" },
        }),
      ),
    ),
  );
  // The run keeps its number of chunks; a resumption is a part of it.
  await stores.table.update(tableKeys.run(file.runId), {
    UpdateExpression:
      file.chunks > 0
        ? "SET #status = :status, execution = :execution, manifest = :manifest, #reason = :reason, expiresAt = :expiresAt REMOVE endedAt"
        : "SET #status = :status, #reason = :reason, expiresAt = :expiresAt, endedAt = if_not_exists(endedAt, :now)",
    ExpressionAttributeNames: running,
    ExpressionAttributeValues: {
      ":status": file.chunks > 0 ? "RUNNING" : "SUCCEEDED",
      ":reason": file.reason,
      ":expiresAt": expiry(file.plannedAt),
      ...(file.chunks > 0
        ? { ":execution": file.execution, ":manifest": file.manifest }
        : { ":now": file.plannedAt }),
    },
  });
}

/** When a run's items expire, in epoch seconds, for DynamoDB's TTL. */
export function expiry(plannedAt: string): number {
  return Math.floor(Date.parse(plannedAt) / 1000) + runRetentionSeconds;
}
