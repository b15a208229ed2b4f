import { type BatchClient, DescribeJobsCommand, type JobDetail } from "@aws-sdk/client-batch";
import pLimit from "p-limit";
import { jobFailure } from "../../workflow-kit/at-run/job-failure.ts";

/** Few calls at once, because Batch throttles per account and others need it too. */
const concurrency = 4;

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html */
const idsPerCall = 100;

/** Job ids in groups that one call of DescribeJobs accepts. */
export function describeCalls(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / idsPerCall) }, (_, call) =>
    ids.slice(call * idsPerCall, (call + 1) * idsPerCall),
  );
}

/** What Batch reports about a job that did not succeed. */
interface JobReport {
  readonly reason: string;
  /** When it stopped, ISO 8601; absent if it did not. */
  readonly at?: string;
}

/** Asks Batch for the outcome of the jobs `ids`. Every id gets a report, even if Batch does not respond. */
export async function askBatch(
  client: BatchClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, JobReport>> {
  const reports = new Map<string, JobReport>();
  const limit = pLimit(concurrency);
  await Promise.all(
    describeCalls(ids).map((batch) =>
      limit(async () => {
        for (const id of batch) reports.set(id, { reason: "Batch no longer knows its job" });
        try {
          const { jobs } = await client.send(new DescribeJobsCommand({ jobs: batch }));
          for (const job of jobs ?? []) if (job.jobId !== undefined) reports.set(job.jobId, reportOf(job));
        } catch (cause) {
          // The run must be closed even if the reason of a failure stays unknown.
          const reason = `its job left no record, and Batch could not be asked: ${(cause as Error).message}`;
          for (const id of batch) reports.set(id, { reason });
        }
      }),
    ),
  );
  return reports;
}

function reportOf(job: JobDetail): JobReport {
  const reason = jobFailure(job);
  return job.stoppedAt === undefined ? { reason } : { reason, at: new Date(job.stoppedAt).toISOString() };
}
