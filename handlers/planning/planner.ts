import { platformKeys, tableKeys } from "../../contract/keys.ts";
import type { PlanFile, PlanRequest, PlanResult } from "../../contract/plan.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { Platform } from "../platform.ts";
import { releaseLock, takeLock } from "../storage/lock.ts";
import { finishedChunks, plannedChunks } from "./earlier-run.ts";
import { lastSuccesses } from "./history.ts";
import { type Plan, planRun } from "./plan.ts";
import { planResumption } from "./resume.ts";
import { tenantFacts } from "./tenant-facts.ts";
import { deployedTenants } from "./tenants-file.ts";
import { candidates, whoRuns } from "./who-runs.ts";
import { clip, inOneLine } from "./wording.ts";
import type { PlannedWorkflow } from "./workflow.ts";
import { expiry, readPlan, writePlan } from "./write-plan.ts";

/**
 * Plans an execution of `workflow` and writes the plan down. Asked again for the same execution, it answers with the same
 * plan. Holds the workflow's lock when it returns chunks to run; closing the run releases it.
 *
 * Throws WorkflowBusy while another run holds the lock, UnknownTenants for names that are not tenants, and Error when nothing can
 * be planned; then the lock is free again and the run is recorded as failed, with the reason.
 */
export async function plan(
  platform: Platform,
  workflow: PlannedWorkflow,
  request: PlanRequest,
): Promise<PlanResult> {
  const { execution, input } = request;
  const runId = input.resume ?? execution;
  const earlier = await readPlan(platform, manifestOf(request));
  try {
    const now = platform.now();
    if (earlier?.chunks !== 0) await takeLock(platform.table, workflow.name, { runId, execution }, now);
    const file = earlier ?? (await writePlan(platform, await draw(platform, workflow, request, now)));
    if (file.chunks === 0 && file.failedTenants !== undefined) throw new Error(file.reason);
    if (file.chunks === 0) await releaseLock(platform.table, workflow.name, execution);
    return facts(file);
  } catch (cause) {
    // What went wrong first is what counts, even if tidying up goes wrong too.
    await Promise.allSettled([
      releaseLock(platform.table, workflow.name, execution),
      ...(input.resume === undefined ? [recordFailure(platform, request, cause)] : []),
    ]);
    throw cause;
  }
}

async function draw(
  platform: Platform,
  workflow: PlannedWorkflow,
  request: PlanRequest,
  now: number,
): Promise<Plan> {
  const { bucket, table } = platform;
  const { input } = request;
  if (input.resume !== undefined) {
    const chunks = await plannedChunks(bucket, workflow.name, input.resume);
    const finished = await finishedChunks(table, input.resume, workflow.stages);
    return planResumption(request, input.resume, chunks, finished, now);
  }
  const tenants = candidates(workflow.name, await deployedTenants(bucket), input.tenants);
  const lastSuccess = await lastSuccesses(table, workflow.name, tenants);
  const selection = whoRuns({ workflow: workflow.name, tenants, input, lastSuccess, now });
  return planRun(request, workflow, selection, (tenant) => tenantFacts(platform, workflow.name, tenant), now);
}

function manifestOf({ workflow, execution, input }: PlanRequest): string {
  return input.resume === undefined
    ? platformKeys.run(workflow, execution)
    : platformKeys.attempt(workflow, input.resume, execution);
}

/** Of the plan only what the state machine carries along. */
function facts(file: PlanFile): PlanResult {
  const { runId, manifest, chunks, shards, tenants, skipped, reason } = file;
  return { runId, manifest, chunks, shards, tenants, skipped, reason };
}

/** So that whoever looks for the run finds it, and why it ended before it began. */
async function recordFailure(platform: Platform, request: PlanRequest, cause: unknown): Promise<void> {
  const now = new Date(platform.now()).toISOString();
  const { workflow, execution } = request;
  const run: RunRecord = {
    ...{ runId: execution, workflow, execution, manifest: manifestOf(request), status: "FAILED" },
    ...{ startedAt: now, endedAt: now, chunks: 0, expiresAt: expiry(now) },
    reason: clip(inOneLine(cause)),
  };
  await platform.table.put({ ...tableKeys.run(execution), ...run });
}
