import {
  type BatchClient,
  DescribeJobsCommand,
  paginateListJobs,
  TerminateJobCommand,
} from "@aws-sdk/client-batch";
import { shareIdentifier } from "../../contract/share-identifier.ts";
import { describeCalls } from "../close/describe-calls.ts";

/** A job or array job of a run. */
export interface RunJob {
  readonly jobId: string;
  readonly jobName: string;
  readonly ended: boolean;
}

/** A workflow's jobs in `queues` whose names begin with `prefix`, of any status, the latest of a queue first; of arrays the parents. */
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
    for (const { jobId = "", jobName = "", status, shareIdentifier: of = share } of jobSummaryList ?? []) {
      // The filter does not mind case, and a name that differs in case is another run's. What begins alike may be a job of another
      // workflow: "catalog-import-2-…" is one of the run "2" of catalog-import, or of the run "import-2" of catalog.
      if (jobName.startsWith(prefix) && of === share) found.push({ jobId, jobName, ended: hasEnded(status) });
    }
  }
  return found;
}

/** Terminates what has not ended, running or waiting. */
export async function terminate(client: BatchClient, jobs: readonly RunJob[], reason: string): Promise<void> {
  for (const { jobId, ended } of jobs) {
    if (!ended) await client.send(new TerminateJobCommand({ jobId, reason }));
  }
}

/** Whether all of the jobs have ended; one that Batch has forgotten has. */
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
