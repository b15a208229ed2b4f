import { jobsOfRun } from "../../contract/job-names.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { ShardOutcome } from "../../contract/summary.ts";
import { earlierJobsOfRun, isEarlier } from "../earlier-layout/earlier-jobs.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import type { AttemptEnd, CloseOptions } from "./close-options.ts";
import { endJobs } from "./end-jobs.ts";
import { jobsByShard, latestByKey, type ShardJob } from "./jobs-by-shard.ts";
import { jobsNamed, type RunJob } from "./run-jobs.ts";

/**
 * Terminates the jobs that an attempt left behind, by their names: a submission whose answer was lost is in no outcome. Returns all jobs of
 * the attempt, newest first.
 */
export function leftoverJobs(
  { batch, jobQueues, pause, workflowNamed }: CloseOptions,
  run: RunRecord,
  { why, leastChecks }: AttemptEnd,
): Promise<readonly RunJob[]> {
  const prefix = prefixOf(run);
  const list = async () => {
    const named = await jobsNamed(batch, jobQueues, run.workflow, `${prefix}-`);
    // The earlier prefix of run "a" also starts the names of run "a-b".
    return isEarlier(run)
      ? [...jobsByShard(named, prefix, workflowNamed(run.workflow).stages).values()].flat()
      : named;
  };
  return endJobs<RunJob>(list, { batch, pause, reason: why, leastChecks });
}

/** The outcomes of the shards of an attempt that could not report them, by the names of its jobs. */
export function shardsByName(
  run: RunRecord,
  { stages, shards }: AttemptPlan,
  jobs: readonly RunJob[],
  error: ShardOutcome["error"],
): ShardOutcome[] {
  const byShard = jobsByShard(jobs, prefixOf(run), stages);
  const jobsOf = (shard: number): readonly ShardJob[] => byShard.get(shard) ?? [];
  return shards.map((shard) => ({ ...shard, error, jobs: latestByKey(jobsOf(shard.index)) }));
}

function prefixOf(run: RunRecord): string {
  const { workflow, runId, execution } = run;
  return isEarlier(run) ? earlierJobsOfRun(workflow, runId) : jobsOfRun(workflow, runId, execution);
}
