import { platformKeys } from "../../contract/object-keys.ts";
import { longestWaitSeconds, type PlanFile, type PlanRequest, type PlanResult } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import { releaseLock, takeLock, WorkflowBusy } from "../storage/lock.ts";
import type { Platform } from "../storage/stores.ts";
import { finishedChunks, plannedChunks } from "./earlier-run.ts";
import { lastSuccesses } from "./history.ts";
import { type Plan, planNothing, planRun } from "./plan.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";
import { planResumption } from "./resume.ts";
import { takeScheduledTime } from "./scheduled-time.ts";
import { clip, inOneLine } from "./skip-wording.ts";
import { tenantFacts } from "./tenant-facts.ts";
import { deployedTenants } from "./tenants-file.ts";
import { candidates, whoRuns } from "./who-runs.ts";
import { expiry, readPlan, writePlan } from "./write-plan.ts";

/**
 * Plans an execution of `workflow` and writes the plan down. Asked again for the same execution, it answers with the same
 * plan. Holds the workflow's lock when it returns chunks to run; closing the run releases it. While another run holds it, a run
 * that a schedule started gets an answer that says to ask again, for up to `longestWaitSeconds`.
 *
 * Throws WorkflowBusy while another run holds the lock and this one does not wait, UnknownTenants for names that are not tenants, and
 * Error when nothing can be planned; then the lock is free again and the run is recorded as failed, with the reason.
 */
export async function plan(
  platform: Platform,
  workflow: PlannedWorkflow,
  request: PlanRequest,
): Promise<PlanResult> {
  const { execution, input } = request;
  const runId = input.resume ?? execution;
  const earlier = await readPlan(platform, manifestOf(request));
  const now = platform.now();
  try {
    if (earlier?.chunks !== 0) await takeLock(platform.table, workflow.name, { runId, execution }, now);
    const file = earlier ?? (await writePlan(platform, await draw(platform, workflow, request, now)));
    if (file.chunks === 0 && file.failedTenants !== undefined) throw new Error(file.reason);
    if (file.chunks === 0) await releaseLock(platform.table, workflow.name, execution);
    return facts(file);
  } catch (problem) {
    if (problem instanceof WorkflowBusy && mayWait(request, now)) return notYet(request, problem.message);
    const cause = problem instanceof WorkflowBusy ? problem.after(waitedSince(request)) : problem;
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
  const before = await takeScheduledTime(table, request);
  if (before !== undefined) {
    const planned = `${before.execution} has planned that of ${before.scheduledAt}`;
    return planNothing(request, `nothing to do at ${input.scheduledAt}: ${planned}`, now);
  }
  const tenants = candidates(workflow, await deployedTenants(bucket), input);
  const lastSuccess = await lastSuccesses(table, workflow.name, tenants);
  const selection = whoRuns({ workflow: workflow.name, tenants, input, lastSuccess, now });
  return planRun(request, workflow, selection, (tenant) => tenantFacts(platform, workflow.name, tenant), now);
}

/** When the run began to wait for others, if a schedule started it. */
function waitedSince({ input, startedAt }: PlanRequest): string | undefined {
  return input.schedule === undefined ? undefined : startedAt;
}

function mayWait(request: PlanRequest, now: number): boolean {
  const since = waitedSince(request);
  return since !== undefined && now - Date.parse(since) < longestWaitSeconds * 1000;
}

/** An answer in place of a plan. Nothing is written down: the run has not begun. */
function notYet(request: PlanRequest, reason: string): PlanResult {
  const nothing = { chunks: 0, shards: [], tenants: 0, skipped: 0 };
  return { runId: request.execution, manifest: manifestOf(request), ...nothing, reason, waiting: true };
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
