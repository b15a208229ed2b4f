import { jobsOfRun } from "../../contract/job-names.ts";
import type { ShardOutcome } from "../../contract/summary.ts";
import { earlierJobsOfRun } from "../earlier-layout/earlier-jobs.ts";
import type { Claim } from "../storage/claim.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import type { AttemptEnd, CloseOptions } from "./close-options.ts";
import { endJobs } from "./end-jobs.ts";
import { jobsByShard, latestByKey, type ShardJob } from "./jobs-by-shard.ts";
import { jobsNamed, type RunJob } from "./run-jobs.ts";

/** Whose jobs they are. */
interface JobsOf extends Claim {
  /** See `hasEarlierJobs`. */
  readonly isEarlier: boolean;
}

/**
 * Terminates the jobs that an attempt left behind, by their names: a submission whose answer was lost is in no outcome. Returns all jobs of
 * the attempt, newest first.
 */
export function leftoverJobs(
  { batch, jobQueues, pause, workflowNamed }: CloseOptions,
  of: JobsOf,
  { why, leastChecks }: AttemptEnd,
): Promise<readonly RunJob[]> {
  const prefix = prefixOf(of);
  const list = async () => {
    const named = await jobsNamed(batch, jobQueues, of.workflow, `${prefix}-`);
    // The earlier prefix of run "a" also starts the names of run "a-b".
    return of.isEarlier
      ? [...jobsByShard(named, prefix, workflowNamed(of.workflow).stages).values()].flat()
      : named;
  };
  return endJobs<RunJob>(list, { batch, pause, reason: why, leastChecks });
}

/** The outcomes of the shards of an attempt that could not report them, by the names of its jobs. */
export function shardsByName(
  attempt: AttemptPlan & JobsOf,
  jobs: readonly RunJob[],
  error: ShardOutcome["error"],
): ShardOutcome[] {
  const { submissions, stages } = attempt;
  const byShard = jobsByShard(jobs, prefixOf(attempt), stages);
  const jobsOf = (shard: number): readonly ShardJob[] => byShard.get(shard) ?? [];
  const shards = submissions.flatMap((submission) => submission.shards);
  return shards.map((shard) => ({ ...shard, error, jobs: latestByKey(jobsOf(shard.index)) }));
}

function prefixOf({ workflow, runId, execution, isEarlier }: JobsOf): string {
  return isEarlier ? earlierJobsOfRun(workflow, runId) : jobsOfRun(workflow, runId, execution);
}
