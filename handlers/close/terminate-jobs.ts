import { type BatchClient, TerminateJobsCommand } from "@aws-sdk/client-batch";
import { CodedError } from "@batchline/diagnostics";
import type { HandlerErrorCode } from "../error-codes.ts";

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJobs.html */
const jobsPerCall = 50;

/** Codes of entries after which the same request may succeed. https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJobsErrorDetail.html */
const transient = ["ThrottlingException", "ServerException"];

class JobNotTerminatedError extends CodedError<HandlerErrorCode> {}

/**
 * Terminates jobs. Returns the ids of those that Batch accepted: one that it could not terminate now is left for the caller's next check.
 * @param reason For people; Batch keeps it with each job.
 * @throws {JobNotTerminatedError} if Batch refuses to terminate a job, after all calls
 * @example const accepted = await terminateJobs(batch, [jobId], "the run was stopped");
 */
export async function terminateJobs(
  client: BatchClient,
  jobIds: readonly string[],
  reason: string,
): Promise<ReadonlySet<string>> {
  const accepted = new Set<string>();
  const refused: string[] = [];
  for (let at = 0; at < jobIds.length; at += jobsPerCall) {
    const jobs = jobIds.slice(at, at + jobsPerCall);
    // An answer with status 200 may hold errors.
    const { successful = [], errors = [] } = await client.send(new TerminateJobsCommand({ jobs, reason }));
    for (const jobId of successful) accepted.add(jobId);
    for (const { job, code = "", message } of errors)
      if (!transient.includes(code)) refused.push(`${job}: ${code}: ${message}`);
  }
  if (refused.length === 0) return accepted;
  throw new JobNotTerminatedError("BL-H019", `Batch does not terminate ${refused.join("; ")}`);
}
