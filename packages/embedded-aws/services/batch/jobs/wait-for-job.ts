import type { JobDetail } from "@aws-sdk/client-batch";

interface Jobs {
  /** Undefined for an unknown id. */
  describeJob(jobId: string): JobDetail | undefined;
  /** Calls `listener` on each change of a status. Returns a function that unsubscribes. */
  onJobStateChange(listener: (job: JobDetail) => void): () => void;
}

/**
 * Resolves to the job, array or child once it has succeeded or failed. Rejects with the signal's reason on abort; the job
 * continues.
 */
export function waitForJob(batch: Jobs, jobId: string, signal: AbortSignal): Promise<JobDetail> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const now = batch.describeJob(jobId);
    if (now === undefined) throw new Error(`the job ${jobId} does not exist`);
    if (hasEnded(now)) {
      resolve(now);
      return;
    }
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
