/** A job's name has at most 128 characters, of which the shard, a chunk's place and the stage need up to 48. */
const longest = 80;

/**
 * What the names of a run's jobs begin with: what Batch refuses in a name becomes `-`, and a long one is cut. State machines come to the
 * same by `jobsOfRunExpr`.
 *
 * A run's jobs are `<this>-<shard>-<stage>`, and where each chunk has a job of its own `<this>-<shard>-<place>-<stage>`. The job that plans
 * an execution is `<this>-plan`, with the execution's name for the run.
 */
export function jobsOfRun(workflow: string, run: string): string {
  return `${workflow}-${run}`.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, longest);
}
