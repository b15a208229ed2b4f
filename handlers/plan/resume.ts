import { CodedError } from "@batchline/diagnostics";
import type { Chunk } from "../../contract/chunk.ts";
import type { PlanFile, PlanRequest, PlanResult } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import { tenantRecords } from "../close/tenant-records.ts";
import { adoptRun, earlierRun } from "../earlier-layout/adopt-run.ts";
import { wasPlannedEarlier } from "../earlier-layout/earlier-jobs.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import { MissingObjectError } from "../storage/bucket.ts";
import { type Claim, claimLock, reclaimRun } from "../storage/claim.ts";
import { releaseUnclaimed } from "../storage/owned-run.ts";
import { frameOf } from "./new-run.ts";
import { describePlan } from "./plan-run.ts";
import type { PlanStores } from "./plan-stores.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";
import { recordResumption } from "./record-resumption.ts";
import { claimOf, takeClaim } from "./take-claim.ts";
import { unfinishedChunks } from "./unfinished-chunks.ts";
import { UnknownTenantsError } from "./who-runs.ts";
import { ownPlan, readManifest, readPlan, writePlan } from "./write-plan.ts";

/** The run to resume is under way. */
export class RunUnderWayError extends CodedError<HandlerErrorCode> {}

/** A plan, or the answer that there is nothing to plan. */
export type Resumption = { readonly file: PlanFile } | { readonly nothing: PlanResult };

/**
 * Plans the unfinished chunks of an earlier run. Chunks keep their ids and parameters, so that finished stages stay valid. Their places in the
 * manifest change. A run with nothing to do stays as it is.
 * @throws {MissingObjectError} if there is no such run
 * @throws {RunUnderWayError} if a living execution works on it
 * @throws {UnknownTenantsError} for names that are not tenants of the run
 * @throws {UnknownStagesError} for names that are not stages of the run
 */
export async function planResumption(
  stores: PlanStores,
  workflow: PlannedWorkflow,
  request: PlanRequest,
): Promise<Resumption> {
  const { bucket, table } = stores;
  const claim = claimOf(request);
  const { runId } = claim;
  await takeClaim(stores, request, () => claimLock(table, claim, stores.now()));
  const run = await endedRun(stores, request, claim);
  if (run === undefined)
    throw new MissingObjectError("BL-H005", `there is no run ${runId} of ${workflow.name} to resume`);
  const first = await readPlan(bucket, { ...claim, execution: runId });
  if (first === undefined)
    throw new MissingObjectError(
      "BL-H005",
      `the run ${runId} of ${workflow.name} has no plan: start a new run`,
    );
  // Its other tenants would be left without records.
  if (request.input.tenants !== undefined && run.plannedBy === undefined && !wasPlannedEarlier(run))
    throw new MissingObjectError(
      "BL-H005",
      `the run ${runId} of ${workflow.name} ended before its plan was complete: resume it for all tenants, or start a new run`,
    );
  const chunks = await readManifest(bucket, first.manifest, `the run ${runId} cannot be resumed`);
  let file = await ownPlan(bucket, request);
  if (file === undefined) {
    const asked = chunksOf(request, first, chunks);
    // A plan that was never completed says nothing of the chunks.
    const { plannedBy = run.execution } = run;
    const latest = (await readPlan(bucket, { ...claim, execution: plannedBy })) ?? first;
    const tenants = await tenantRecords(table, claim);
    // The latest plan may have stages that the chunks of tenants that had succeeded before never had.
    const open = asked.filter(({ tenant }) => tenants.get(tenant)?.status !== "SUCCEEDED");
    const { stages: next } = request.input;
    const stages = latest.stages ?? workflow.stages;
    const left = await unfinishedChunks(table, { ...claim, stages }, open, next);
    if (left.length === 0) {
      await releaseUnclaimed(table, claim);
      const all = `all ${asked.length} chunks of ${runId} are finished`;
      const none = `no chunk of ${runId} has ${next?.join(" or ")} before it`;
      const reason = `nothing to do: ${next === undefined ? all : none}`;
      const counts = { chunks: 0, shards: [], tenants: 0, skipped: 0 };
      return { nothing: { runId, manifest: first.manifest, ...counts, reason } };
    }
    await reclaimRun(table, claim);
    file = await writePlan(bucket, describePlan(frameOf(stores, workflow, request), left));
  } else {
    await reclaimRun(table, claim);
  }
  await recordResumption(stores, claim, { file, first, chunks, run });
  return { file };
}

/** The run, adopted from the earlier layout and ended if its execution is dead; undefined if there is none. @throws {RunUnderWayError} */
async function endedRun(
  stores: PlanStores,
  { stateMachine }: PlanRequest,
  claim: Claim,
): Promise<RunRecord | undefined> {
  const { table } = stores;
  const { workflow, runId } = claim;
  const key = tableKeys.run(workflow, runId);
  const run = (await table.get<RunRecord>(key)) ?? (await earlierRun(table, workflow, runId));
  if (run?.status === "RUNNING" && run.execution !== claim.execution) {
    const { execution, startedAt } = run;
    const alive =
      stateMachine === undefined ||
      (await stores.lives(stateMachine, execution, startedAt)) ||
      (await stores.end({ end: { workflow, runId, execution, stateMachine } })).alive;
    const message = `${workflow}: the run ${runId} is under way, as its execution ${execution} is alive: resume it when that has ended`;
    if (alive) throw new RunUnderWayError("BL-H013", message);
  }
  await adoptRun(table, claim);
  return table.get<RunRecord>(key);
}

/** The chunks of the named tenants, or all. @throws {UnknownTenantsError} */
function chunksOf({ input }: PlanRequest, first: PlanFile, chunks: readonly Chunk[]): readonly Chunk[] {
  if (input.tenants === undefined) return chunks;
  const ofRun = [...first.running, ...first.skippedTenants, ...(first.failedTenants ?? [])];
  const known = new Set(ofRun.map(({ tenant }) => tenant));
  const unknown = input.tenants.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new UnknownTenantsError(unknown, [...known], `of the run ${first.runId}`);
  const named = new Set(input.tenants);
  return chunks.filter(({ tenant }) => named.has(tenant));
}
