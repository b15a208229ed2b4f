import type { JobDetail } from "@aws-sdk/client-batch";
import type { Batch } from "../batch.ts";

type Jobs = Pick<Batch, "describeJob" | "onJobStateChange">;

/**
 * Resolves to the job, array or child once it has succeeded or failed. Rejects with the signal's reason on abort; the job
 * continues.
 */
export function waitForJob(batch: Jobs, jobId: string, signal: AbortSignal): Promise<JobDetail> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const now = batch.describeJob(jobId);
    if (now === undefined) throw new Error(`the job ${jobId} does not exist`);
    if (hasEnded(now)) return resolve(now);
    const unsubscribe = batch.onJobStateChange((job) => {
      if (job.jobId !== jobId || !hasEnded(job)) return;
      unsubscribe();
      signal.removeEventListener("abort", onAbort);
      resolve(job);
    });
    const onAbort = () => {
      unsubscribe();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

function hasEnded({ status }: JobDetail): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}
