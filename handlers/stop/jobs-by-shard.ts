import type { StageGraph } from "../plan/planned-workflow.ts";
import type { RunJob } from "./run-jobs.ts";

/** A run's job with what it is of its shard: the stage, or `chunkJob` where each chunk has a job of its own. */
export interface ShardJob extends RunJob {
  readonly key: string;
}

/**
 * The jobs of one run, by the index of their shard, in the order given. Left out is what only begins like them: `prefix` of the run "a"
 * also begins the names of the run "a-b".
 *
 * @param prefix As `jobsOfRun` gives it.
 * @param stages Those that the workflow has: jobs of one that a deployment took away since are left to their timeout.
 */
export function jobsByShard(
  jobs: readonly RunJob[],
  prefix: string,
  stages: StageGraph,
): ReadonlyMap<number, readonly ShardJob[]> {
  const names = Object.entries(stages).map(([stage, { nodes }]) =>
    nodes === undefined ? stage : `\\d+-${stage}`,
  );
  // Names of stages and prefixes have letters, digits, "-" and "_" only.
  const pattern = new RegExp(`^${prefix}-(?<shard>\\d+)-(?<key>${names.join("|")})$`);
  const found = jobs.flatMap((job) => {
    const { shard, key } = pattern.exec(job.jobName)?.groups ?? {};
    return shard === undefined || key === undefined ? [] : [{ ...job, shard: Number(shard), key }];
  });
  return Map.groupBy(found, ({ shard }) => shard);
}

/** Key → job id; the latest, which comes first, where an execution that was redriven submitted a job again. */
export function latestByKey(jobs: readonly ShardJob[]): Record<string, string> {
  return Object.fromEntries(jobs.toReversed().map(({ key, jobId }) => [key, jobId]));
}
