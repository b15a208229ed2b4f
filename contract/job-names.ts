/** A job's name has at most 128 characters. The shard, a chunk's place and the stage need up to 48. */
const longest = 80;

/**
 * The prefix of the names of a run's jobs. Characters that Batch refuses become `-`, and a long prefix is cut.
 * `jobsOfRunExpr` of the kit is the same for state machines.
 * Array jobs are `<prefix>-<shard>-<stage>`, jobs of one chunk `<prefix>-<shard>-<place>-<stage>`. The planner's job is
 * `<prefix>-plan`, with the execution's name as the run.
 */
export function jobsOfRun(workflow: string, run: string): string {
  return `${workflow}-${run}`.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, longest);
}
