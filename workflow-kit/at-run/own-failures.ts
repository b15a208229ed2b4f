import type { AttemptDetail, BatchClientConfig, JobDetail } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import type { Logger } from "pino";
import { env, jobIdVariable } from "../../contract/env.ts";
import { exitCode, failedForGood, neverRetried } from "../../contract/exit-codes.ts";
import { jobAttemptVariable } from "../../contract/nodes.ts";
import { StageError } from "./errors.ts";
import { jobFailure } from "./job-failure.ts";

/** A job has failed as often as it may. Its last container was killed, so that it could not say so itself. */
class FailedForGoodError extends StageError {
  constructor(message: string) {
    super("BL-R010", message, failedForGood);
  }
}

/** How far a job is from its limit of own failures. */
export interface OwnFailures {
  /** One more failure ends the job. */
  readonly nextIsLast: boolean;
  /** Set when it has reached the limit: then nothing is to be done but to end. */
  readonly limitReached?: FailedForGoodError;
}

/**
 * Counts the failures of this container's job that are its own: all but those of reclaimed instances. A killed container
 * records nothing, so Batch is asked, and only once there may be as many as the job declares. Without a limit in the
 * environment Batch's own number of attempts is the limit. It also is while Batch does not answer, which the stage cannot help.
 * @example const failures = await ownFailures(process.env, {}, log);
 */
export async function ownFailures(
  environment: NodeJS.ProcessEnv,
  aws: BatchClientConfig,
  log: Logger,
): Promise<OwnFailures> {
  const limit = Number(environment[env.attempts] || Number.NaN);
  const attempt = Number(environment[jobAttemptVariable]);
  // The attempts of a large array begin together, and nothing came before the first.
  if (!(attempt >= limit) || attempt === 1) return { nextIsLast: attempt >= limit };
  try {
    // Loaded here, because few containers need it.
    const { BatchClient, DescribeJobsCommand } = await import("@aws-sdk/client-batch");
    const id = must(environment[jobIdVariable], "Batch sets a job's id");
    const { jobs } = await new BatchClient(aws).send(new DescribeJobsCommand({ jobs: [id] }));
    return ownFailuresOf(must(jobs?.[0], "Batch knows a job that runs"), limit);
  } catch (error) {
    log.warn({ err: error }, "Batch did not say how earlier attempts ended: only its own limit holds");
    return { nextIsLast: false };
  }
}

/** As Batch describes the job. @example ownFailuresOf(job, 3).nextIsLast */
export function ownFailuresOf(job: JobDetail, limit: number): OwnFailures {
  const failed = (job.attempts ?? []).filter(isOwn);
  if (failed.length < limit) return { nextIsLast: failed.length + 1 >= limit };
  const { statusReason, container } = must(failed.at(-1), "a limit is at least 1");
  const asFailed: JobDetail = { ...job, status: "FAILED", attempts: failed, statusReason, container };
  return { nextIsLast: true, limitReached: new FailedForGoodError(jobFailure(asFailed)) };
}

/** The exit code with which Batch ends a job whose last own failure this is, and retries any other. */
export function endingCode(code: number, { nextIsLast }: OwnFailures): number {
  const isRetried = code !== exitCode.done && code !== exitCode.interrupted && !neverRetried.includes(code);
  return nextIsLast && isRetried ? failedForGood : code;
}

/** Whether an attempt that has ended failed by itself. The running one is not among a job's attempts, or has not stopped. */
function isOwn({ statusReason, container, stoppedAt }: AttemptDetail): boolean {
  const reclaimed = statusReason?.startsWith("Host EC2") || container?.exitCode === exitCode.interrupted;
  return stoppedAt !== undefined && !reclaimed;
}
