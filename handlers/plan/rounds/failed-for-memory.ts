import { type BatchClient, DescribeJobsCommand, paginateListJobs } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import { ranOutOfMemory } from "../../../contract/out-of-memory.ts";

/**
 * The places of a job's elements that failed as their containers ran out of memory; 0 for a plain job. A list of failed children has the
 * reason of each one's last attempt, 100 a call. https://docs.aws.amazon.com/batch/latest/APIReference/API_JobSummary.html
 */
export async function failedForMemory(client: BatchClient, jobId: string, size: number): Promise<number[]> {
  if (size === 1) {
    const { jobs: [job] = [] } = await client.send(new DescribeJobsCommand({ jobs: [jobId] }));
    return job?.status === "FAILED" && ranOutOfMemory(job.container) ? [0] : [];
  }
  const places: number[] = [];
  const failed = { arrayJobId: jobId, jobStatus: "FAILED" as const };
  for await (const { jobSummaryList = [] } of paginateListJobs({ client }, failed)) {
    for (const { container, arrayProperties } of jobSummaryList) {
      if (ranOutOfMemory(container))
        places.push(must(arrayProperties?.index, "a child of an array has an index"));
    }
  }
  return places;
}
