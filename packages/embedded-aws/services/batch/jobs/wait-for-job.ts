import type { JobDetail } from "@aws-sdk/client-batch";

/** The part of Batch that tells how jobs go. */
export interface JobSource {
  /** Undefined for an id that Batch does not know. */
  describeJob(jobId: string): JobDetail | undefined;
  /** Calls back whenever a job's status changes; the returned function ends that. */
  onJobStateChange(listener: (job: JobDetail) => void): () => void;
}

/**
 * Resolves to the job, array or child once it has ended, in success or failure. Rejects with the signal's reason when that
 * aborts first; the job goes on then.
 */
export function waitForJob(batch: JobSource, jobId: string, signal: AbortSignal): Promise<JobDetail> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const now = batch.describeJob(jobId);
    if (now === undefined) throw new Error(`there is no job ${jobId}`);
    if (hasEnded(now)) {
      resolve(now);
      return;
    }
    const forget = batch.onJobStateChange((job) => {
      if (job.jobId !== jobId || !hasEnded(job)) return;
      forget();
      signal.removeEventListener("abort", onAbort);
      resolve(job);
    });
    const onAbort = () => {
      forget();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

function hasEnded({ status }: JobDetail): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}
