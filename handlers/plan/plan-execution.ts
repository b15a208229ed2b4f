import { CodedError } from "@batchline/diagnostics";
import { platformKeys } from "../../contract/object-keys.ts";
import { longestWaitSeconds, type PlanFile, type PlanRequest, type PlanResult } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import { releaseLock, takeLock, WorkflowBusyError } from "../storage/lock.ts";
import type { Stores } from "../storage/stores.ts";
import { deployedTenants, lastSuccesses, tenantFacts } from "./deployed-tenants.ts";
import { clip, inOneLine } from "./plan-reason.ts";
import { type Plan, planNothing, planRun } from "./plan-run.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";
import { finishedChunks, plannedChunks, planResumption } from "./resume.ts";
import { takeScheduledTime } from "./scheduled-time.ts";
import { candidates, whoRuns } from "./who-runs.ts";
import { expiry, readPlan, writePlan } from "./write-plan.ts";

/** No tenant of a run could be planned. */
class NothingPlannedError extends CodedError<HandlerErrorCode> {}

/**
 * Plans an execution of `workflow` and writes the plan. A second call for the same execution returns the same plan. If
 * it returns chunks, it holds the workflow's lock; closing the run releases it. While another run holds the lock, a
 * scheduled run receives the answer to ask again, for up to `longestWaitSeconds`.
 * On an error the lock is free again, and the run is recorded as failed with the reason.
 * @throws {WorkflowBusyError} if another run holds the lock and this one does not wait
 * @throws {UnknownTenantsError} for names that are not tenants
 * @throws {NothingPlannedError} if no tenant can be planned
 */
export async function plan(
  stores: Stores,
  workflow: PlannedWorkflow,
  request: PlanRequest,
): Promise<PlanResult> {
  const { execution, input } = request;
  const runId = input.resume ?? execution;
  const earlier = await readPlan(stores, manifestOf(request));
  const now = stores.now();
  try {
    if (earlier?.chunks !== 0) await takeLock(stores.table, workflow.name, { runId, execution }, now);
    const file = earlier ?? (await writePlan(stores, await draw(stores, workflow, request, now)));
    if (file.chunks === 0 && file.failedTenants !== undefined)
      throw new NothingPlannedError("BL-H009", file.reason);
    if (file.chunks === 0) await releaseLock(stores.table, workflow.name, execution);
    return facts(file);
  } catch (problem) {
    if (problem instanceof WorkflowBusyError && mayWait(request, now))
      return notYet(request, problem.message);
    const cause = problem instanceof WorkflowBusyError ? problem.after(waitedSince(request)) : problem;
    // The first error counts, even if cleaning up fails too.
    await Promise.allSettled([
      releaseLock(stores.table, workflow.name, execution),
      ...(input.resume === undefined ? [recordFailure(stores, request, cause)] : []),
    ]);
    throw cause;
  }
}

async function draw(
  stores: Stores,
  workflow: PlannedWorkflow,
  request: PlanRequest,
  now: number,
): Promise<Plan> {
  const { bucket, table } = stores;
  const { input } = request;
  if (input.resume !== undefined) {
    const chunks = await plannedChunks(bucket, workflow.name, input.resume);
    const finished = await finishedChunks(table, workflow, input.resume, chunks);
    return planResumption(request, input.resume, chunks, finished, now);
  }
  const before = await takeScheduledTime(table, request);
  if (before !== undefined) {
    const planned = `${before.execution} has already planned the run of ${before.scheduledAt}`;
    return planNothing(request, `nothing to do at ${input.scheduledAt}: ${planned}`, now);
  }
  const tenants = candidates(workflow, await deployedTenants(bucket), input);
  const lastSuccess = await lastSuccesses(table, workflow.name, tenants);
  const selection = whoRuns({ workflow: workflow.name, tenants, input, lastSuccess, now });
  return planRun(request, workflow, selection, (tenant) => tenantFacts(stores, workflow.name, tenant), now);
}

/** When the run began to wait for others; undefined unless a schedule started it. */
function waitedSince({ input, startedAt }: PlanRequest): string | undefined {
  return input.schedule === undefined ? undefined : startedAt;
}

function mayWait(request: PlanRequest, now: number): boolean {
  const since = waitedSince(request);
  return since !== undefined && now - Date.parse(since) < longestWaitSeconds * 1000;
}

/** Returned instead of a plan. Nothing is written, because the run has not begun. */
function notYet(request: PlanRequest, reason: string): PlanResult {
  const nothing = { chunks: 0, shards: [], tenants: 0, skipped: 0 };
  return { runId: request.execution, manifest: manifestOf(request), ...nothing, reason, waiting: true };
}

function manifestOf({ workflow, execution, input }: PlanRequest): string {
  return input.resume === undefined
    ? platformKeys.run(workflow, execution)
    : platformKeys.attempt(workflow, input.resume, execution);
}

/** The part of the plan that the state machine carries. */
function facts(file: PlanFile): PlanResult {
  const { runId, manifest, chunks, shards, tenants, skipped, reason } = file;
  return { runId, manifest, chunks, shards, tenants, skipped, reason };
}

/** Records the run with the reason why it ended before it began. */
async function recordFailure(stores: Stores, request: PlanRequest, cause: unknown): Promise<void> {
  const now = new Date(stores.now()).toISOString();
  const { workflow, execution } = request;
  const run: RunRecord = {
    ...{ runId: execution, workflow, execution, manifest: manifestOf(request), status: "FAILED" },
    ...{ startedAt: now, endedAt: now, chunks: 0, expiresAt: expiry(now) },
    reason: clip(inOneLine(cause)),
  };
  await stores.table.put({ ...tableKeys.run(workflow, execution), ...run });
}
