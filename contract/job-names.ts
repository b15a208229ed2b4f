import { createHash } from "node:crypto";

/** A job's name has at most 128 characters. The hash, the shard, a chunk's place and the stage need up to 57. */
const longestReadable = 64;

/**
 * The prefix of the names of the jobs that an execution submits for a run. Characters that Batch refuses become `-`, and a long name is cut. The hash keeps those apart that then look alike.
 * `jobsOfRunExpr` of the kit is the same for state machines.
 * Array jobs are `<prefix>-<shard>-<stage>`, jobs of one chunk `<prefix>-<shard>-<place>-<stage>`. The planner's job is
 * `<prefix>-plan`, with the execution's name as the run.
 * @example jobsOfRun("nightly-report", "run-1", "run-1") // "nightly-report-run-1-78cd1c89"
 */
export function jobsOfRun(workflow: string, run: string, execution: string): string {
  const name = run === execution ? `${workflow}-${run}` : `${workflow}-${run}-${execution}`;
  const hash = createHash("sha256").update(`${workflow}/${run}/${execution}`).digest("hex");
  return `${name.replaceAll(/[^A-Za-z0-9_-]+/g, "-").slice(0, longestReadable)}-${hash.slice(0, 8)}`;
}
