import type { StageGraph } from "../plan/planned-workflow.ts";
import type { RunJob } from "./run-jobs.ts";

/** A run's job with its key within the shard: the stage, or `chunkJob` if each chunk has its own job. */
export interface ShardJob extends RunJob {
  readonly key: string;
}

/**
 * Shard's index → the run's jobs, in the order given. Jobs of other runs are left out: the prefix of run "a" also
 * starts the names of run "a-b".
 * @param prefix As `jobsOfRun` returns it.
 * @param stages The workflow's current stages. Jobs of a removed stage end by their timeout.
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

/** Key → job id. A redriven execution may submit a job again; the latest comes first in `jobs` and counts. */
export function latestByKey(jobs: readonly ShardJob[]): Record<string, string> {
  return Object.fromEntries(jobs.toReversed().map(({ key, jobId }) => [key, jobId]));
}
