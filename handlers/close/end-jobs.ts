import type { BatchClient } from "@aws-sdk/client-batch";
import type { RunJob } from "./run-jobs.ts";
import { terminateJobs } from "./terminate-jobs.ts";

/** How long an execution's jobs may take to end. */
interface Ending {
  readonly batch: BatchClient;
  /** Waits between two checks. */
  readonly pause: () => Promise<void>;
  /** For people; Batch keeps it with each job. */
  readonly reason: string;
  /** How often the jobs are listed, even if none is found. */
  readonly leastChecks: number;
}

/** Checks before the run is closed anyway. Containers have 30 s to end, and Batch reports it late. */
const mostChecks = 60;

/**
 * Terminates the jobs that `list` finds, and waits until they have ended: a worker that gets SIGTERM still records its progress. It lists
 * them again, because the executions of an aborted map may still submit a job, and because Batch lists new jobs late. Returns the jobs
 * that it found last.
 */
export async function endJobs<J extends RunJob>(
  list: () => Promise<readonly J[]>,
  { batch, pause, reason, leastChecks }: Ending,
): Promise<readonly J[]> {
  const terminated = new Set<string>();
  for (let check = 1; ; check++) {
    const found = await list();
    const running = found.filter(({ ended }) => !ended);
    if ((running.length === 0 && check >= leastChecks) || check === mostChecks) return found;
    const left = running.map(({ jobId }) => jobId).filter((jobId) => !terminated.has(jobId));
    for (const jobId of await terminateJobs(batch, left, reason)) terminated.add(jobId);
    await pause();
  }
}
