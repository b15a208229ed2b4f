import { type BatchClient, DescribeJobsCommand, type JobDetail } from "@aws-sdk/client-batch";
import pLimit from "p-limit";
import { describeCalls } from "./describe-calls.ts";
import { jobFailure } from "./job-failure.ts";

/** Batch throttles an account's calls; few at once leave room for others. */
const concurrency = 4;

/** What Batch says of a job that did not do its work. */
export interface JobWord {
  readonly reason: string;
  /** ISO 8601: when it stopped, if it did. */
  readonly at?: string;
}

/** Asks Batch what became of the jobs `ids`. Every id gets an answer, even if it is that Batch could not be asked. */
export async function askBatch(
  client: BatchClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, JobWord>> {
  const words = new Map<string, JobWord>();
  const limit = pLimit(concurrency);
  await Promise.all(
    describeCalls(ids).map((batch) =>
      limit(async () => {
        for (const id of batch) words.set(id, { reason: "Batch does not know its job any more" });
        try {
          const { jobs } = await client.send(new DescribeJobsCommand({ jobs: batch }));
          for (const job of jobs ?? []) if (job.jobId !== undefined) words.set(job.jobId, word(job));
        } catch (cause) {
          // A run that ended must be closed even when nobody can say why a part of it failed.
          const reason = `its job left no record, and Batch could not be asked: ${(cause as Error).message}`;
          for (const id of batch) words.set(id, { reason });
        }
      }),
    ),
  );
  return words;
}

function word(job: JobDetail): JobWord {
  const reason = jobFailure(job);
  return job.stoppedAt === undefined ? { reason } : { reason, at: new Date(job.stoppedAt).toISOString() };
}
