import { type BatchClient, DescribeJobsCommand, type JobDetail } from "@aws-sdk/client-batch";
import pLimit from "p-limit";
import type { StageTry } from "../../contract/records.ts";
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
  /** Of the stage, completed. Absent if Batch does not describe the job. */
  readonly tries?: readonly StageTry[];
}

/**
 * Asks Batch for the outcome of the jobs `ids`. Every id gets a report, even if Batch does not respond.
 * @param triesOf The tries of a job's stage.
 */
export async function askBatch(
  client: BatchClient,
  ids: readonly string[],
  triesOf: (job: JobDetail) => readonly StageTry[],
): Promise<ReadonlyMap<string, JobReport>> {
  const reports = new Map<string, JobReport>();
  for (const id of ids) reports.set(id, { reason: "Batch no longer knows its job" });
  await describeEach(
    client,
    ids,
    (job) => {
      if (job.jobId !== undefined) reports.set(job.jobId, { ...reportOf(job), tries: triesOf(job) });
    },
    (batch, cause) => {
      const reason = `its job left no record, and Batch could not be asked: ${cause.message}`;
      for (const id of batch) reports.set(id, { reason });
    },
  );
  return reports;
}

/**
 * Calls `use` for each of the jobs `ids` that Batch describes. The run must be closed even if Batch does not respond, so nothing is thrown then.
 * @param failed Gets the ids of a call that failed. @default nothing is done
 */
export async function describeEach(
  client: BatchClient,
  ids: readonly string[],
  use: (job: JobDetail) => void,
  failed: (batch: readonly string[], cause: Error) => void = () => undefined,
): Promise<void> {
  await pLimit(concurrency).map(describeCalls(ids), async (batch) => {
    try {
      const { jobs } = await client.send(new DescribeJobsCommand({ jobs: batch }));
      for (const job of jobs ?? []) use(job);
    } catch (cause) {
      failed(batch, cause as Error);
    }
  });
}

function reportOf(job: JobDetail): JobReport {
  const reason = jobFailure(job);
  return job.stoppedAt === undefined ? { reason } : { reason, at: new Date(job.stoppedAt).toISOString() };
}
