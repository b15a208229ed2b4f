import { CodedError, must } from "@batchline/diagnostics";
import { longestWaitSeconds, type PlanFile, type PlanRequest, type PlanResult } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import { ClaimLostError } from "../storage/claim.ts";
import { WorkflowBusyError } from "../storage/lock.ts";
import { EndFailedError } from "./end-dead-run.ts";
import { failRun } from "./fail-run.ts";
import { planNewRun } from "./new-run.ts";
import type { PlanStores } from "./plan-stores.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";
import { planResumption } from "./resume.ts";
import { claimOf } from "./take-claim.ts";
import { ownPlan } from "./write-plan.ts";

/** No tenant of a run could be planned. */
class NothingPlannedError extends CodedError<HandlerErrorCode> {}

/** How often one call claims the run. Another call for the same execution may end the run as failed meanwhile. */
const mostClaims = 3;

/**
 * Plans an execution of `workflow` and writes the plan. A further call for the same execution returns the same plan and changes nothing. If
 * it returns chunks, the execution holds the workflow's lock; closing the run releases it. While another living execution holds the lock, a
 * run that waits receives the answer to ask again, for up to `longestWaitSeconds`.
 * On an error the lock is free again, and the run is recorded as failed with the reason. The execution may plan again.
 * @throws {WorkflowBusyError} if another execution holds the lock and this one does not wait
 * @throws {ExecutionEndedError} if this execution was stopped
 * @throws {ClaimLostError} if the run is being closed
 * @throws {UnknownTenantsError} for names that are not tenants
 * @throws {NameUsedError} if an earlier execution had its name
 * @throws {NothingPlannedError} if no tenant can be planned
 */
export async function plan(
  stores: PlanStores,
  workflow: PlannedWorkflow,
  request: PlanRequest,
): Promise<PlanResult> {
  for (let claims = 1; ; claims += 1) {
    const complete = await completePlan(stores, request);
    if (complete !== undefined) return facts(complete);
    try {
      if (request.input.resume === undefined) return facts(await planNewRun(stores, workflow, request));
      const resumption = await planResumption(stores, workflow, request);
      return "nothing" in resumption ? resumption.nothing : facts(resumption.file);
    } catch (problem) {
      // Another call was faster, or failed.
      if (problem instanceof ClaimLostError && claims < mostClaims) continue;
      if (isHeldUp(problem) && mayWait(request, stores.now())) return notYet(request, problem.message);
      const cause = problem instanceof WorkflowBusyError ? problem.after(waitedSince(request)) : problem;
      if (!(problem instanceof NothingPlannedError)) await failRun(stores, claimOf(request), cause);
      throw cause;
    }
  }
}

/** The plan of the execution, if another call has completed it. */
async function completePlan(stores: PlanStores, request: PlanRequest): Promise<PlanFile | undefined> {
  const claim = claimOf(request);
  const run = await stores.table.get<RunRecord>(tableKeys.run(claim.workflow, claim.runId));
  if (run?.execution !== claim.execution || run.plannedAt === undefined) return undefined;
  return must(await ownPlan(stores.bucket, request), "a planned run has a plan");
}

/** The part of the plan that the state machine carries. @throws {NothingPlannedError} */
function facts(file: PlanFile): PlanResult {
  const { runId, manifest, chunks, shards, tenants, skipped, reason } = file;
  if (chunks === 0 && file.failedTenants !== undefined) throw new NothingPlannedError("BL-H009", reason);
  return { runId, manifest, chunks, shards, tenants, skipped, reason };
}

/** When the run began to wait for others; undefined unless a schedule started it, or its input says so. */
function waitedSince({ input, startedAt }: PlanRequest): string | undefined {
  return input.schedule === undefined && !input.wait ? undefined : startedAt;
}

function isHeldUp(problem: unknown): problem is Error {
  return problem instanceof WorkflowBusyError || problem instanceof EndFailedError;
}

function mayWait(request: PlanRequest, now: number): boolean {
  const since = waitedSince(request);
  return since !== undefined && now - Date.parse(since) < longestWaitSeconds * 1000;
}

/** Returned instead of a plan. Nothing is written, because the run has not begun. */
function notYet(request: PlanRequest, reason: string): PlanResult {
  const nothing = { chunks: 0, shards: [], tenants: 0, skipped: 0 };
  return { runId: request.execution, manifest: "", ...nothing, reason, waiting: true };
}
