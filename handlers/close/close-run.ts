import { must } from "@batchline/diagnostics";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { ShardOutcome, SummaryResult } from "../../contract/summary.ts";
import { adoptRun, takeRecords } from "../earlier-layout/adopt-run.ts";
import { hasEarlierJobs, wasPlannedEarlier } from "../earlier-layout/earlier-jobs.ts";
import { readPlan } from "../plan/write-plan.ts";
import type { Claim } from "../storage/claim.ts";
import { endRun, owns } from "../storage/owned-run.ts";
import { runEntry } from "../storage/run-entry.ts";
import type { Stores } from "../storage/stores.ts";
import { AttemptJobs } from "./attempt-jobs.ts";
import { attemptPlan } from "./attempt-plan.ts";
import type { AttemptEnd, CloseOptions } from "./close-options.ts";
import { endUnplanned } from "./end-unplanned.ts";
import { writeLastSuccesses } from "./last-successes.ts";
import { leftoverJobs, shardsByName } from "./leftover-jobs.ts";
import { outcomeOf, whatTheRunSays } from "./run-outcome.ts";
import { settleRecords } from "./settle-records.ts";
import { closedRecord, runTotals, tenantRecords, writeTenants } from "./tenant-records.ts";

/**
 * Closes an attempt at a run. From here on none of its containers may begin; its leftover jobs are terminated and its unfinished records sealed.
 * Combines the records into one result per tenant, and asks Batch for missing reasons. Writes tenants, history and run, and releases the lock. A
 * second call has the same result, beside the first or after it, also if the first died anywhere. @throws {ForeignRunError} if another execution
 * continues the run @throws {MissingObjectError} for its plan
 */
export async function closeRun(options: CloseOptions, claim: Claim, end: AttemptEnd): Promise<SummaryResult> {
  const { stores } = options;
  const { table } = stores;
  await adoptRun(table, claim);
  const key = tableKeys.run(claim.workflow, claim.runId);
  const closing = { set: {}, setIfAbsent: { closingAt: new Date(stores.now()).toISOString() } };
  if (!(await table.update(key, closing, owns(claim, "closing")))) return whatTheRunSays(stores, claim);
  const run = must(await table.get<RunRecord>(key), "an item of the last update");
  if (run.execution !== claim.execution || run.status !== "RUNNING") return whatTheRunSays(stores, claim);
  const closingAt = must(run.closingAt, "the last update set it");

  const isEarlier = await hasEarlierJobs(stores.bucket, claim);
  const jobs = await leftoverJobs(options, { ...claim, isEarlier }, end);
  if (!(await isPlanned(stores, run)))
    return endUnplanned(stores, claim, `${end.why} before its plan was complete`);
  if (isEarlier) await takeRecords(table, claim);
  const attempt = await attemptPlan(stores, claim, options.workflowNamed, run.rounds?.length ?? 0);
  const shards = end.shards ?? shardsByName({ ...attempt, isEarlier }, jobs, end.error ?? null);
  const attemptJobs = new AttemptJobs(claim.execution, shards, attempt.submissions);
  const tallies = await settleRecords(options, attempt, attemptJobs, closingAt);
  if (tallies === undefined) return whatTheRunSays(stores, claim);

  const planned = await tenantRecords(table, claim);
  const closed = [...tallies].map(([tenant, tally]) => {
    const blank = { runId: claim.runId, workflow: claim.workflow, tenant, startedAt: run.startedAt };
    return closedRecord(planned.get(tenant) ?? blank, tally, closingAt);
  });
  if (!(await writeTenants(table, claim, "closing", closed))) return whatTheRunSays(stores, claim);
  await writeLastSuccesses(table, run, closed);
  const others = [...planned.values()].filter(({ tenant }) => !tallies.has(tenant));
  const outcome = outcomeOf([...closed, ...others], tallies);
  const totals = runTotals([...closed, ...others]);
  const ending = {
    ...{ status: outcome.succeeded ? ("SUCCEEDED" as const) : ("FAILED" as const), reason: outcome.reason },
    ...{ endedAt: new Date(stores.now()).toISOString(), jobs: shards.map(({ jobs }) => definedOf(jobs)) },
    ...totals,
  };
  // A resume may have prolonged the run, and a run of the version before has no entry.
  const ended = await endRun(table, claim, "closing", ending, [{ put: runEntry(run) }]);
  return ended ? { runId: claim.runId, ...outcome } : whatTheRunSays(stores, claim);
}

/** The version before wrote the run's item first, and its plan last. */
async function isPlanned({ bucket }: Stores, run: RunRecord): Promise<boolean> {
  return wasPlannedEarlier(run) ? (await readPlan(bucket, run)) !== undefined : run.plannedAt !== undefined;
}

function definedOf(jobs: ShardOutcome["jobs"]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(jobs ?? {}).flatMap(([key, id]) => (id ? [[key, id]] : [])));
}
