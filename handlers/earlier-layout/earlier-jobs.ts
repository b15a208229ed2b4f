import type { RunRecord } from "../../contract/records.ts";
import { readPlan } from "../plan/write-plan.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Claim } from "../storage/claim.ts";

/** Whether the latest attempt at a run was planned by the version before, which knew no `plannedAt`. @example wasPlannedEarlier(await earlierRun(table, "nightly-report", "run-1")) */
export function wasPlannedEarlier({
  plannedAt,
  manifest,
}: Pick<RunRecord, "plannedAt" | "manifest">): boolean {
  return plannedAt === undefined && manifest !== undefined;
}

/**
 * Whether a machine of the version before submits an execution's jobs, also if today's code planned it. They have earlier names, and their
 * containers write earlier records. Such machines do not say which they are. Without a plan there are no jobs.
 * @example await hasEarlierJobs(bucket, { workflow: "nightly-report", runId: "run-1", execution: "run-1" })
 */
export async function hasEarlierJobs(bucket: Bucket, claim: Claim): Promise<boolean> {
  const plan = await readPlan(bucket, claim);
  return plan !== undefined && plan.code?.stateMachine === undefined;
}

/** The prefix of the names of a run's jobs in the version before: all executions of a run had the same. @example earlierJobsOfRun("nightly-report", "run-1") // "nightly-report-run-1" */
export function earlierJobsOfRun(workflow: string, run: string): string {
  return `${workflow}-${run}`.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 80);
}
