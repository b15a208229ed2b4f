import type { BatchClient } from "@aws-sdk/client-batch";
import { jobsOfRun } from "../../contract/job-names.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { SummaryResult } from "../../contract/summary.ts";
import { closeRun } from "../close/close-run.ts";
import { tenantCounts, tenantRecords, writeTenants } from "../close/write-outcome.ts";
import { readPlan } from "../plan/write-plan.ts";
import { releaseLock } from "../storage/lock.ts";
import type { Stores } from "../storage/stores.ts";
import type { WorkflowByName } from "../workflow-by-name.ts";
import { type ExecutionEvent, runIdOf } from "./execution-event.ts";
import { jobsByShard, latestByKey } from "./jobs-by-shard.ts";
import { jobsNamed, type RunJob, terminate } from "./run-jobs.ts";

export interface StopOptions {
  readonly stores: Stores;
  readonly batch: BatchClient;
  /** ARNs of the queues that the run's jobs may be in. */
  readonly jobQueues: readonly string[];
  readonly workflowNamed: WorkflowByName;
  /** State machine's ARN → its workflow. */
  readonly workflowOf: (stateMachineArn: string) => string;
  /** Waits between two checks whether the jobs have ended. */
  readonly pause: () => Promise<void>;
}

/** How an execution ended. */
interface Ending extends Pick<StopOptions, "batch" | "pause"> {
  readonly status: ExecutionEvent["detail"]["status"];
  readonly why: string;
}

/** Checks before the run is closed anyway. Containers have 30 s to end, and Batch reports it late. */
const mostChecks = 60;

/**
 * Cleans up after an execution that was aborted, timed out, or failed before it closed its run. Step Functions ends
 * only the job that it waits for. Terminates the planner's job and the run's other jobs, closes the run and releases
 * the workflow's lock. Returns undefined for a run that is closed already or that another execution continues.
 */
export async function stopRun(
  event: ExecutionEvent,
  options: StopOptions,
): Promise<SummaryResult | undefined> {
  const { stores, batch, jobQueues } = options;
  const { name: execution, status, stateMachineArn } = event.detail;
  const runId = runIdOf(event);
  const workflow = options.workflowOf(stateMachineArn);
  const why = `the execution ${execution} ${ending[status]}`;
  const end = (list: () => Promise<readonly RunJob[]>) => endJobs(list, { status, why, ...options });
  // A planner that still runs could write the run record that is read next.
  const planner = `${jobsOfRun(workflow, execution, execution)}-plan`;
  await end(async () => {
    const named = await jobsNamed(batch, jobQueues, workflow, planner);
    return named.filter(({ jobName }) => jobName === planner);
  });
  const run = await stores.table.get<RunRecord>(tableKeys.run(workflow, runId));
  if (run === undefined || run.status !== "RUNNING" || run.execution !== execution) {
    await releaseLock(stores.table, workflow, execution);
    return undefined;
  }

  const plan = run.plannedAt === undefined ? undefined : await readPlan(stores.bucket, run);
  if (plan === undefined) {
    // Without a plan nothing was submitted.
    const result = await endUnplanned(stores, run, `${why} before its plan was complete`);
    await releaseLock(stores.table, workflow, execution);
    return result;
  }
  const planned = options.workflowNamed(workflow);
  const prefix = jobsOfRun(workflow, runId, execution);
  let byShard: ReturnType<typeof jobsByShard> = new Map();
  await end(async () => {
    const named = await jobsNamed(batch, jobQueues, workflow, `${prefix}-`);
    byShard = jobsByShard(named, prefix, planned.stages);
    return [...byShard.values()].flat();
  });
  const { error, cause } = event.detail;
  const shards = plan.shards.map((shard) => ({
    ...shard,
    error: error ? { error, cause: cause ?? "" } : null,
    jobs: latestByKey(byShard.get(shard.index) ?? []),
  }));
  return closeRun(stores, batch, planned, { workflow, runId, execution, shards });
}

/** Closes a run whose plan was never finished. No chunk has run; all its tenants failed because of `reason`. */
async function endUnplanned(
  { table, now }: Stores,
  { workflow, runId }: RunRecord,
  reason: string,
): Promise<SummaryResult> {
  const endedAt = new Date(now()).toISOString();
  const records = [...(await tenantRecords(table, workflow, runId)).values()];
  const running = records.filter(({ status }) => status === "RUNNING");
  const ended = running.map((record) => ({ ...record, status: "FAILED" as const, endedAt, reason }));
  const others = records.filter(({ status }) => status !== "RUNNING");
  await writeTenants(table, ended);
  await table.update(tableKeys.run(workflow, runId), { set: { status: "FAILED", reason, endedAt } });
  return { runId, succeeded: false, reason, tenants: tenantCounts([...ended, ...others]) };
}

/**
 * Terminates the jobs that `list` finds, and waits until they have ended. It lists them again, because the executions of an aborted map
 * may still submit a job, and because Batch lists new jobs late.
 */
async function endJobs(
  list: () => Promise<readonly RunJob[]>,
  { batch, pause, status, why }: Ending,
): Promise<void> {
  const terminated = new Set<string>();
  const leastChecks = status === "FAILED" ? 1 : 2;
  // A worker that gets SIGTERM still records its progress, so the outcome is known only when all jobs have ended.
  for (let check = 1; check <= mostChecks; check++) {
    const running = (await list()).filter(({ ended }) => !ended);
    if (running.length === 0 && check >= leastChecks) return;
    await terminate(
      batch,
      running.filter(({ jobId }) => !terminated.has(jobId)),
      why,
    );
    for (const { jobId } of running) terminated.add(jobId);
    await pause();
  }
}

const ending = { ABORTED: "was stopped", TIMED_OUT: "timed out", FAILED: "failed" } as const;
