import type { AttemptDetail, BatchClientConfig, JobDetail } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import type { Logger } from "pino";
import type { FailedAttempts } from "../../contract/broker/answer.ts";
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
 * Counts the failures of the planner's job that are its own: all but those of reclaimed instances. Stages have the count from the broker.
 * A killed container records nothing, so Batch is asked, and only once there may be as many as the job declares. Without a limit in the
 * environment Batch's own number of attempts is the limit. It also is while Batch does not answer, which the planner cannot help.
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
    return ownFailuresOf(failedAttempts(must(jobs?.[0], "Batch knows a job that runs")), limit);
  } catch (error) {
    log.warn({ err: error }, "Batch did not say how earlier attempts ended: only its own limit holds");
    return { nextIsLast: false };
  }
}

/** The attempts of the job that failed by themselves, and the latest one's reason, as Batch describes it. @example failedAttempts(job).count */
export function failedAttempts(job: JobDetail): FailedAttempts {
  const failed = (job.attempts ?? []).filter(isOwn);
  const last = failed.at(-1);
  if (last === undefined) return { count: 0 };
  const { statusReason, container } = last;
  const asFailed: JobDetail = { ...job, status: "FAILED", attempts: failed, statusReason, container };
  return { count: failed.length, reason: jobFailure(asFailed) };
}

/** How far a job with these failures is from the limit. @example ownFailuresOf({ count: 1, reason: "exit code 1" }, 3).nextIsLast // false */
export function ownFailuresOf({ count, reason }: FailedAttempts, limit: number): OwnFailures {
  if (count < limit) return { nextIsLast: count + 1 >= limit };
  return {
    nextIsLast: true,
    limitReached: new FailedForGoodError(must(reason, "a failed attempt has a reason")),
  };
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
