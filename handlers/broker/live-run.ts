import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { Table } from "../storage/table.ts";
import type { CallerJob } from "./caller-job.ts";
import { RefusedError } from "./not-granted.ts";

type RunFacts = Pick<CallerJob, "workflow" | "runId" | "execution" | "manifest">;

/** Passes if the job's execution still works on the run with the job's manifest. @throws {RefusedError} */
export async function checkRunLives(table: Table, job: RunFacts): Promise<void> {
  const run = await table.get<RunRecord>(tableKeys.run(job.workflow, job.runId));
  const problem = problemOf(run, job);
  if (problem === undefined) return;
  const { status, closingAt, execution, manifest } = run ?? {};
  throw new RefusedError("BL-B008", problem, { run: { status, closingAt, execution, manifest } });
}

function problemOf(run: RunRecord | undefined, job: RunFacts): string | undefined {
  if (run === undefined || run.workflow !== job.workflow) return "there is no such run of the job's workflow";
  if (run.execution !== job.execution) return "another execution works on the run";
  if (run.status !== "RUNNING" || run.closingAt !== undefined) return "the run has ended, or is being closed";
  if (run.manifest !== job.manifest) return "the run has another manifest than the job";
  return undefined;
}
