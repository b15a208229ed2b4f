import { type BatchClient, paginateListJobs } from "@aws-sdk/client-batch";
import { shareIdentifier } from "../../contract/share-identifier.ts";

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

function hasEnded(status: string | undefined): boolean {
  return status === "SUCCEEDED" || status === "FAILED";
}
