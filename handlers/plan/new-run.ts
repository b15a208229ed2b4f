import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile, PlanRequest } from "../../contract/plan.ts";
import { claimNewRun } from "../storage/claim.ts";
import { deployedTenants, lastSuccesses, tenantFacts } from "./deployed-tenants.ts";
import { type Plan, type PlanFrame, planNothing, planRun } from "./plan-run.ts";
import type { PlanStores } from "./plan-stores.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";
import { recordNewRun } from "./record-plan.ts";
import { alreadyPlanned, scheduledTime } from "./scheduled-time.ts";
import { SourceRuns } from "./source-runs.ts";
import { claimOf, takeClaim } from "./take-claim.ts";
import { candidates, whoRuns } from "./who-runs.ts";
import { ownPlan, writePlan } from "./write-plan.ts";

/** Claims and plans a new run, or completes the plan of an earlier call. @throws what claims and `planRun` throw */
export async function planNewRun(
  stores: PlanStores,
  workflow: PlannedWorkflow,
  request: PlanRequest,
): Promise<PlanFile> {
  const { bucket, table } = stores;
  const claim = claimOf(request);
  await takeClaim(stores, request, () => claimNewRun(table, claim, stores.now()));
  const file =
    (await ownPlan(bucket, request)) ?? (await writePlan(bucket, await draw(stores, workflow, request)));
  await recordNewRun(table, claim, file);
  return file;
}

/** What the plan of a request has before anything is planned. */
export function frameOf(stores: PlanStores, workflow: PlannedWorkflow, request: PlanRequest): PlanFrame {
  const { runId } = claimOf(request);
  const { stateMachine } = request;
  return {
    ...{ request, runId, stages: workflow.stages, now: stores.now() },
    manifest: platformKeys.manifest(request.workflow, runId, stores.nonce()),
    code: { ...(stateMachine && { stateMachine }), planner: stores.planner },
  };
}

async function draw(stores: PlanStores, workflow: PlannedWorkflow, request: PlanRequest): Promise<Plan> {
  const { bucket, table } = stores;
  const { input } = request;
  const frame = frameOf(stores, workflow, request);
  const before = await alreadyPlanned(table, request, scheduledTime(request));
  if (before !== undefined) {
    const planned = `${before.execution} has already planned the run of ${before.scheduledAt}`;
    return planNothing(frame, `nothing to do at ${input.scheduledAt}: ${planned}`);
  }
  const tenants = candidates(workflow, await deployedTenants(bucket), input);
  const lastSuccess = await lastSuccesses(table, workflow.name, tenants);
  const selection = whoRuns({ workflow: workflow.name, tenants, input, lastSuccess, now: frame.now });
  const sources = new SourceRuns(stores);
  return planRun(frame, workflow, selection, (tenant) => tenantFacts(stores, workflow.name, tenant, sources));
}
