import pLimit from "p-limit";
import { encodeManifest } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import { type RunRecord, runRetentionSeconds, type TenantRecord } from "../../contract/records.ts";
import type { Platform } from "../storage/stores.ts";
import type { Key } from "../storage/table.ts";
import type { Plan } from "./plan.ts";

/** How many tenant records are updated at once. */
const concurrency = 16;

/**
 * Writes the manifest and the records, and then `plan.json`, which makes the plan the execution's plan for good. Whatever a
 * call that broke off left behind before is written again. Returns the plan that counts: an earlier one if there is one.
 */
export async function writePlan(platform: Platform, plan: Plan): Promise<PlanFile> {
  const { file } = plan;
  const { chunks, index } = encodeManifest(plan.chunks);
  await Promise.all([
    platform.bucket.put(platformKeys.chunks(file.manifest), chunks, "application/json"),
    platform.bucket.put(platformKeys.chunkIndex(file.manifest), index, "application/octet-stream"),
    file.execution === file.runId ? recordNewRun(platform, file) : recordResumption(platform, file),
  ]);
  const key = platformKeys.plan(file.manifest);
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (await platform.bucket.putNew(key, text, "application/json")) return file;
  return (await readPlan(platform, file.manifest)) ?? file;
}

/** The plan under the S3 key prefix `manifest`; undefined when none was written there. */
export async function readPlan(platform: Platform, manifest: string): Promise<PlanFile | undefined> {
  const text = await platform.bucket.text(platformKeys.plan(manifest));
  return text === undefined ? undefined : (JSON.parse(text) as PlanFile);
}

async function recordNewRun(platform: Platform, file: PlanFile): Promise<void> {
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
  await platform.table.putAll([
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
  await platform.table.put({ ...tableKeys.run(runId), ...run });
}

async function recordResumption(platform: Platform, file: PlanFile): Promise<void> {
  const limit = pLimit(concurrency);
  const running = { "#status": "status", "#reason": "reason" };
  await Promise.all(
    file.running.map(({ tenant }) =>
      limit(() =>
        platform.table.update(tableKeys.runTenant(file.runId, tenant), {
          UpdateExpression: "SET #status = :running REMOVE endedAt, #reason",
          ExpressionAttributeNames: running,
          ExpressionAttributeValues: { ":running": "RUNNING" },
        }),
      ),
    ),
  );
  // The run's own number of chunks stays: what is resumed is a part of it.
  await platform.table.update(tableKeys.run(file.runId), {
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

/** When a run's items may go, in epoch seconds, for DynamoDB's TTL. */
export function expiry(plannedAt: string): number {
  return Math.floor(Date.parse(plannedAt) / 1000) + runRetentionSeconds;
}
