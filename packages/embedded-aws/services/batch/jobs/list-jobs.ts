import type { KeyValuesPair, ListJobsRequest, ListJobsResponse } from "@aws-sdk/client-batch";
import { check, clientException } from "../checks/client-exception.ts";
import { globMatches } from "../glob.ts";
import { page } from "../page.ts";
import type { JobQueues } from "../queues/job-queues.ts";
import { isFinal, type Job, jobStatuses } from "../scheduler/job.ts";
import { jobSummary } from "./job-detail.ts";
import type { Submission } from "./submission.ts";

/** What ListJobs reads. */
export interface JobSource {
  readonly queues: JobQueues;
  job(id: string): Job | undefined;
  /** Jobs and arrays, in the order of submission. */
  jobs(): Iterable<Job>;
  /** The nodes of a started multi-node parallel job; none of other jobs. */
  nodesOf(jobId: string): readonly Job[];
  submissionOf(job: Job): Submission;
}

/**
 * Lists the jobs of a queue, the children of an array or the nodes of a multi-node parallel job.
 * Without a filter: those of one status, by default RUNNING. With a filter: those of any status, latest first.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ListJobs.html
 */
export function listJobs(source: JobSource, input: ListJobsRequest): ListJobsResponse {
  const [filter, ...more] = input.filters ?? [];
  check(more.length === 0, "Only one filter can be used at a time");
  const status = input.jobStatus ?? "RUNNING";
  check(jobStatuses.includes(status), `Invalid job status ${status}`);
  const keep = filter === undefined ? (job: Job) => job.status === status : filterOf(source, filter);
  const candidates = candidatesOf(source, input);
  const order = filter === undefined ? candidates : candidates.toReversed();
  const most = filter === undefined ? 1000 : 100;
  const { items, nextToken } = page({ order, keep, idOf: (job) => job.id, most }, input);
  return { jobSummaryList: items.map((job) => jobSummary(job, source.submissionOf(job))), nextToken };
}

function candidatesOf(source: JobSource, input: ListJobsRequest): readonly Job[] {
  const { jobQueue, arrayJobId, multiNodeJobId } = input;
  check(
    [jobQueue, arrayJobId, multiNodeJobId].filter((each) => each !== undefined).length === 1,
    "Exactly one of jobQueue, arrayJobId and multiNodeJobId must be given",
  );
  if (arrayJobId !== undefined) return source.job(arrayJobId)?.children ?? [];
  if (multiNodeJobId !== undefined) return source.nodesOf(multiNodeJobId);
  const queue = source.queues.find(jobQueue)?.jobQueueName;
  check(queue !== undefined, `JobQueue ${jobQueue} not found`);
  return [...source.jobs()].filter((job) => job.request.queue === queue);
}

function filterOf(source: JobSource, { name, values = [] }: KeyValuesPair): (job: Job) => boolean {
  const matches = (text: string | undefined) => values.some((value) => globMatches(value, text));
  switch (name) {
    case "JOB_NAME":
      return (job) => {
        const jobName = source.submissionOf(job).jobName.toLowerCase();
        return values.some((value) => globMatches(value.toLowerCase(), jobName));
      };
    case "JOB_DEFINITION":
      return (job) => {
        const { jobDefinitionArn, jobDefinitionName } = source.submissionOf(job).definition;
        return values.includes(jobDefinitionArn) || matches(jobDefinitionName);
      };
    case "BEFORE_CREATED_AT":
      return (job) => values.some((value) => job.createdAt < Number(value));
    case "AFTER_CREATED_AT":
      return (job) => values.some((value) => job.createdAt > Number(value));
    case "SHARE_IDENTIFIER":
      return (job) => matches(source.submissionOf(job).request.shareIdentifier) && !isFinal(job.status);
    default:
      throw clientException(`Invalid filter name ${name}`);
  }
}
