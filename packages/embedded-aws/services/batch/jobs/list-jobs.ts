import type { KeyValuesPair, ListJobsRequest, ListJobsResponse } from "@aws-sdk/client-batch";
import { clientException } from "../checks/client-exception.ts";
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
  if (more.length > 0) throw clientException("Only one filter can be used at a time");
  const status = input.jobStatus ?? "RUNNING";
  if (!jobStatuses.some((known) => known === status)) throw clientException(`Invalid job status ${status}`);
  const matches = filter === undefined ? (job: Job) => job.status === status : filterOf(source, filter);
  const candidates = candidatesOf(source, input);
  const { items, nextToken } = page({
    order: filter === undefined ? candidates : candidates.toReversed(),
    keep: matches,
    idOf: (job) => job.id,
    maxResults: input.maxResults,
    most: filter === undefined ? 1000 : 100,
    nextToken: input.nextToken,
  });
  return { jobSummaryList: items.map((job) => jobSummary(job, source.submissionOf(job))), nextToken };
}

function candidatesOf(source: JobSource, input: ListJobsRequest): readonly Job[] {
  const { jobQueue, arrayJobId, multiNodeJobId } = input;
  if ([jobQueue, arrayJobId, multiNodeJobId].filter((each) => each !== undefined).length !== 1) {
    throw clientException("Exactly one of jobQueue, arrayJobId and multiNodeJobId must be given");
  }
  if (arrayJobId !== undefined) return source.job(arrayJobId)?.children ?? [];
  if (multiNodeJobId !== undefined) return source.nodesOf(multiNodeJobId);
  const queue = source.queues.find(jobQueue)?.jobQueueName;
  if (queue === undefined) throw clientException(`JobQueue ${jobQueue} not found`);
  return [...source.jobs()].filter((job) => job.request.queue === queue);
}

function filterOf(source: JobSource, { name, values = [] }: KeyValuesPair): (job: Job) => boolean {
  const matches = (text = "") => values.some((value) => globMatches(value, text));
  switch (name) {
    case "JOB_NAME":
      return (job) =>
        values.some((value) =>
          globMatches(value.toLowerCase(), source.submissionOf(job).jobName.toLowerCase()),
        );
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

function globMatches(glob: string, text: string): boolean {
  return glob.endsWith("*") ? text.startsWith(glob.slice(0, -1)) : text === glob;
}
