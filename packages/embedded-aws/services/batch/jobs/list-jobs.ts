import type { KeyValuesPair, ListJobsRequest, ListJobsResponse } from "@aws-sdk/client-batch";
import type { Batch } from "../batch.ts";
import { check, clientException } from "../checks/client-exception.ts";
import { globMatches } from "../glob.ts";
import { page } from "../page.ts";
import { isFinal, type Job, jobStatuses } from "../scheduler/job.ts";
import { jobSummary } from "./job-detail.ts";

/**
 * Lists the jobs of a queue, the children of an array or the nodes of a multi-node parallel job.
 * Without a filter: jobs of one status, by default RUNNING. With a filter: jobs of any status, latest first.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ListJobs.html
 */
export function listJobs(batch: Batch, input: ListJobsRequest): ListJobsResponse {
  const [filter, ...more] = input.filters ?? [];
  check(more.length === 0, "Only one filter can be used at a time");
  const status = input.jobStatus ?? "RUNNING";
  check(jobStatuses.includes(status), `Invalid job status ${status}`);
  const keep = filter === undefined ? (job: Job) => job.status === status : filterOf(batch, filter);
  const candidates = candidatesOf(batch, input);
  const order = filter === undefined ? candidates : candidates.toReversed();
  const most = filter === undefined ? 1000 : 100;
  const { items, nextToken } = page({ order, keep, idOf: (job) => job.id, most }, input);
  return { jobSummaryList: items.map((job) => jobSummary(job, batch.submissionOf(job))), nextToken };
}

function candidatesOf(batch: Batch, input: ListJobsRequest): readonly Job[] {
  const { jobQueue, arrayJobId, multiNodeJobId } = input;
  check(
    [jobQueue, arrayJobId, multiNodeJobId].filter((each) => each !== undefined).length === 1,
    "Exactly one of jobQueue, arrayJobId and multiNodeJobId must be given",
  );
  if (arrayJobId !== undefined) return batch.job(arrayJobId)?.children ?? [];
  if (multiNodeJobId !== undefined) return batch.nodesOf(multiNodeJobId);
  const queue = batch.queues.find(jobQueue)?.jobQueueName;
  check(queue !== undefined, `JobQueue ${jobQueue} not found`);
  return [...batch.jobs()].filter((job) => job.request.queue === queue);
}

function filterOf(batch: Batch, { name, values = [] }: KeyValuesPair): (job: Job) => boolean {
  const matches = (text: string | undefined) => values.some((value) => globMatches(value, text));
  switch (name) {
    case "JOB_NAME":
      return (job) => {
        const jobName = batch.submissionOf(job).jobName.toLowerCase();
        return values.some((value) => globMatches(value.toLowerCase(), jobName));
      };
    case "JOB_DEFINITION":
      return (job) => {
        const { jobDefinitionArn, jobDefinitionName } = batch.submissionOf(job).definition;
        return values.includes(jobDefinitionArn) || matches(jobDefinitionName);
      };
    case "BEFORE_CREATED_AT":
      return (job) => values.some((value) => job.createdAt < Number(value));
    case "AFTER_CREATED_AT":
      return (job) => values.some((value) => job.createdAt > Number(value));
    case "SHARE_IDENTIFIER":
      return (job) => matches(batch.submissionOf(job).request.shareIdentifier) && !isFinal(job.status);
    default:
      throw clientException(`Invalid filter name ${name}`);
  }
}
