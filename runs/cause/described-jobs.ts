import { type BatchClient, DescribeJobsCommand, type JobDetail } from "@aws-sdk/client-batch";

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html */
const idsPerCall = 100;
/** Jobs that are asked about. More chunks than that rarely have other causes. */
const mostJobs = 500;

/** Job id → what Batch reports, for the first jobs of `ids`. Without jobs that Batch has forgotten: it keeps them for about seven days. */
export async function describedJobs(
  batch: BatchClient,
  ids: Iterable<string>,
): Promise<Map<string, JobDetail>> {
  const asked = [...new Set(ids)].slice(0, mostJobs);
  const found = new Map<string, JobDetail>();
  for (let first = 0; first < asked.length; first += idsPerCall) {
    const call = new DescribeJobsCommand({ jobs: asked.slice(first, first + idsPerCall) });
    const { jobs = [] } = await batch.send(call);
    for (const job of jobs) if (job.jobId !== undefined) found.set(job.jobId, job);
  }
  return found;
}
