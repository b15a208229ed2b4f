import type { BatchClient } from "@aws-sdk/client-batch";
import { jobsOfRun } from "../../contract/job-names.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { ShardOutcome, SummaryResult } from "../../contract/summary.ts";
import { closeRun } from "../close/close-run.ts";
import type { PlannedWorkflow } from "../plan/planned-workflow.ts";
import { readPlan } from "../plan/write-plan.ts";
import { releaseLock } from "../storage/lock.ts";
import type { Platform } from "../storage/stores.ts";
import { endUnplanned } from "./end-unplanned.ts";
import { type ExecutionEvent, runIdOf } from "./execution-event.ts";
import { jobsByShard, latestByKey } from "./jobs-by-shard.ts";
import { allEnded, jobsNamed, type RunJob, terminate } from "./run-jobs.ts";

export interface StopOptions {
  readonly platform: Platform;
  readonly batch: BatchClient;
  /** ARNs of the queues that the run's jobs may be in. */
  readonly jobQueues: readonly string[];
  readonly workflowNamed: (name: string) => PlannedWorkflow;
  /** The name of the workflow whose state machine that is. */
  readonly workflowOf: (stateMachineArn: string) => string;
  /** Waits between two looks at whether the jobs have ended. */
  readonly pause: () => Promise<void>;
}

/** How often to look before closing the run all the same: containers have 30 s to end in, and Batch is slow to notice. */
const looks = 60;

/**
 * Ends what an execution left behind when it was aborted, timed out, or failed before its summary: Step Functions ends only the
 * job that it waits for. Terminates the planner's job and the run's other jobs, closes the run and releases the workflow's
 * lock. A run that is closed already, or that another execution has gone on with, is left alone; undefined then.
 */
export async function stopRun(
  event: ExecutionEvent,
  options: StopOptions,
): Promise<SummaryResult | undefined> {
  const { platform, batch, jobQueues } = options;
  const { name: execution, status, stateMachineArn } = event.detail;
  const runId = runIdOf(event);
  const workflow = options.workflowOf(stateMachineArn);
  const why = `the execution ${execution} ${inWords[status]}`;
  // A planner that goes on would still write the run that is looked at next.
  const planner = `${jobsOfRun(workflow, execution)}-plan`;
  const planning = await jobsNamed(batch, jobQueues, workflow, planner);
  await endJobs(
    planning.filter(({ jobName }) => jobName === planner),
    why,
    options,
  );
  const run = await platform.table.get<RunRecord>(tableKeys.run(runId));
  if (run === undefined || run.status !== "RUNNING" || run.execution !== execution) {
    await releaseLock(platform.table, workflow, execution);
    return undefined;
  }

  const plan = await readPlan(platform, run.manifest);
  if (plan === undefined) {
    // Without a plan nothing was submitted.
    const result = await endUnplanned(platform, run, `${why} before its plan was complete`);
    await releaseLock(platform.table, workflow, execution);
    return result;
  }
  const planned = options.workflowNamed(workflow);
  const prefix = jobsOfRun(workflow, runId);
  const named = await jobsNamed(batch, jobQueues, workflow, `${prefix}-`);
  const byShard = jobsByShard(named, prefix, planned.stages);
  await endJobs([...byShard.values()].flat(), why, options);
  const shards = plan.shards.map((shard): ShardOutcome => {
    return { ...shard, jobs: latestByKey(byShard.get(shard.index) ?? []) };
  });
  return closeRun(platform, batch, planned, { workflow, runId, execution, shards });
}

/** Terminates the jobs, and waits until they have ended. */
async function endJobs(
  jobs: readonly RunJob[],
  reason: string,
  { batch, pause }: StopOptions,
): Promise<void> {
  await terminate(batch, jobs, reason);
  // Only then is known how each chunk ended: a worker that is told to stop still writes what it has done.
  for (let look = 0; look < looks && !(await allEnded(batch, jobs)); look++) await pause();
}

const inWords = { ABORTED: "was stopped", TIMED_OUT: "timed out", FAILED: "failed" } as const;
