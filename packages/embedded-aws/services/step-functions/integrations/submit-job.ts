import type { JobDetail } from "@aws-sdk/client-batch";
import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { TaskRequest } from "@batchline/state-machines";
import { StateError } from "@batchline/state-machines";
import { callSdk } from "./sdk/call.ts";
import { sdkServices } from "./sdk/services.ts";
import type { SdkSession } from "./sdk/session.ts";

const batch = sdkServices.batch!;
const action = (name: string) => ({ service: batch, action: name, optimised: true });

/** Resolves when the job has ended, in success or failure; rejects with the signal's reason when that aborts. */
export type WaitForJob = (jobId: string, signal: AbortSignal) => Promise<JobDetail>;

/** `batch:submitJob`: the result is Batch's answer. */
export function submitJob(session: SdkSession, args: Json, signal: AbortSignal): Promise<JsonObject> {
  return callSdk(session, action("submitJob"), args, signal);
}

/**
 * `batch:submitJob.sync`: the result is the job as it ended. A failed job is States.TaskFailed with the job as its cause.
 * When the task is aborted, so is the job.
 */
export async function runJob(
  session: SdkSession,
  waitForJob: WaitForJob,
  request: TaskRequest,
): Promise<Json> {
  request.signal.throwIfAborted();
  // Not aborted half-way: a job that was accepted must be known, to be terminated.
  const answer = await callSdk(session, action("submitJob"), request.arguments);
  const jobId = String(answer.JobId);
  try {
    request.signal.throwIfAborted();
    request.submitted(answer);
    await waitForJob(jobId, request.signal);
  } catch (cause) {
    if (request.signal.aborted) await terminate(session, jobId, request.signal.reason);
    throw cause;
  }
  const job = await describe(session, jobId, request.signal);
  if (job.Status === "SUCCEEDED") return job;
  throw new StateError("States.TaskFailed", JSON.stringify(job));
}

async function describe(session: SdkSession, jobId: string, signal: AbortSignal): Promise<JsonObject> {
  const { Jobs } = await callSdk(session, action("describeJobs"), { Jobs: [jobId] }, signal);
  const job: Json | undefined = Array.isArray(Jobs) ? Jobs[0] : undefined;
  if (!isObject(job)) throw new StateError("States.TaskFailed", `The job ${jobId} does not exist any more.`);
  return job;
}

/** As on AWS a best effort: a role that may not terminate jobs leaves them running. */
async function terminate(session: SdkSession, jobId: string, why: unknown): Promise<void> {
  const Reason = `Terminated by Step Functions: ${why instanceof Error ? why.message : String(why)}`;
  try {
    await callSdk(session, action("terminateJob"), { JobId: jobId, Reason });
  } catch (cause) {
    if (!(cause instanceof StateError)) throw cause;
  }
}
