import {
  type BatchClient,
  DescribeJobsCommand,
  paginateListJobs,
  TerminateJobCommand,
} from "@aws-sdk/client-batch";
import { shareIdentifier } from "../../contract/share-identifier.ts";
import { describeCalls } from "../close/ask-batch.ts";

/** A job or array job of a run. */
export interface RunJob {
  readonly jobId: string;
  readonly jobName: string;
  readonly ended: boolean;
}

/** A workflow's jobs in `queues` whose names start with `prefix`, of any status, newest first in each queue; parents of arrays. */
export async function jobsNamed(
  client: BatchClient,
  queues: readonly string[],
  workflow: string,
  prefix: string,
): Promise<RunJob[]> {
  const found = await Promise.all(queues.map((queue) => jobsOfQueue(client, queue, workflow, prefix)));
  return found.flat();
}

async function jobsOfQueue(
  client: BatchClient,
  jobQueue: string,
  workflow: string,
  prefix: string,
): Promise<RunJob[]> {
  const found: RunJob[] = [];
  const share = shareIdentifier(workflow);
  const filters = [{ name: "JOB_NAME", values: [`${prefix}*`] }];
  for await (const { jobSummaryList } of paginateListJobs({ client }, { jobQueue, filters })) {
    for (const { jobId, jobName, status, shareIdentifier: of = share } of jobSummaryList ?? []) {
      // The filter ignores case, but a name that differs in case belongs to another run. The same start may be another
      // workflow's: "report-daily-2-…" is run "2" of report-daily, or run "daily-2" of report.
      if (jobId !== undefined && jobName?.startsWith(prefix) && of === share)
        found.push({ jobId, jobName, ended: hasEnded(status) });
    }
  }
  return found;
}

/** Terminates the jobs that have not ended. */
export async function terminate(client: BatchClient, jobs: readonly RunJob[], reason: string): Promise<void> {
  for (const { jobId, ended } of jobs) {
    if (!ended) await client.send(new TerminateJobCommand({ jobId, reason }));
  }
}

/** Whether all jobs have ended. A job that Batch no longer knows has. */
export async function allEnded(client: BatchClient, jobs: readonly RunJob[]): Promise<boolean> {
  for (const ids of describeCalls(jobs.map(({ jobId }) => jobId))) {
    const { jobs: described = [] } = await client.send(new DescribeJobsCommand({ jobs: ids }));
    if (described.some(({ status }) => !hasEnded(status))) return false;
  }
  return true;
}

function hasEnded(status: string | undefined): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}
