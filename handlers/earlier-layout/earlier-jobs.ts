import type { RunRecord } from "../../contract/records.ts";

/** Whether the latest attempt at a run was planned by the version before, which knew no `plannedAt`. @example isEarlier(await earlierRun(table, "nightly-report", "run-1")) */
export function isEarlier({ plannedAt, manifest }: Pick<RunRecord, "plannedAt" | "manifest">): boolean {
  return plannedAt === undefined && manifest !== undefined;
}

/** The prefix of the names of a run's jobs in the version before: all executions of a run had the same. @example earlierJobsOfRun("nightly-report", "run-1") // "nightly-report-run-1" */
export function earlierJobsOfRun(workflow: string, run: string): string {
  return `${workflow}-${run}`.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, 80);
}
