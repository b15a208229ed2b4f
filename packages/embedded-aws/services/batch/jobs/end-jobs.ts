import type * as api from "@aws-sdk/client-batch";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import type { Call } from "../../../host/gateway/service.ts";
import type { Batch } from "../batch.ts";
import { check } from "../checks/client-exception.ts";

/** How a request ends a job. The calls for many jobs check the actions of the calls for one. */
export type Ending = "cancel" | "terminate";

const actions = { cancel: "batch:CancelJob", terminate: "batch:TerminateJob" } as const;

/** Jobs in a call. https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJobs.html */
const jobsPerCall = 50;

/** Characters that Batch keeps. https://docs.aws.amazon.com/batch/latest/APIReference/API_CancelJob.html */
const reasonLimit = 1024;

/** CancelJob and TerminateJob. */
export function endJob(
  batch: Batch,
  ending: Ending,
  { jobId = "", reason = "" }: api.CancelJobRequest,
  call: Call,
): void {
  call.authorise(actions[ending], batch.jobArn(jobId));
  check(jobId !== "", "jobId is missing");
  check(reason !== "", "reason is missing");
  batch.endJob(ending, jobId, reason.slice(0, reasonLimit));
}

/** CancelJobs and TerminateJobs: a job that is refused is an entry of the answer, and the others end. */
export function endJobs(
  batch: Batch,
  ending: Ending,
  { jobs = [], reason = "" }: api.TerminateJobsRequest,
  call: Call,
): api.TerminateJobsResponse {
  check(jobs.length > 0, "Jobs must be provided.");
  check(jobs.length <= jobsPerCall, `Maximum number of jobs supported is ${jobsPerCall}`);
  check(reason !== "", "reason is missing");
  const successful: string[] = [];
  const errors: api.TerminateJobsErrorDetail[] = [];
  for (const job of jobs) {
    try {
      endJob(batch, ending, { jobId: job, reason }, call);
      successful.push(job);
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      errors.push({ job, code: errorCodes[cause.code] ?? cause.code, message: cause.message });
    }
  }
  return { successful, errors };
}

/** Errors of a call for one job → of an entry. https://docs.aws.amazon.com/batch/latest/APIReference/API_TerminateJobsErrorDetail.html */
const errorCodes: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  ClientException: "ValidationException",
};
