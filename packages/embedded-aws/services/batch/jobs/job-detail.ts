import type {
  AttemptDetail,
  ContainerDetail,
  JobDetail,
  JobSummary,
  RetryStrategy,
} from "@aws-sdk/client-batch";
import { emptyLists } from "../job-definitions/container-properties.ts";
import type { Attempt } from "../scheduler/attempt.ts";
import type { Job } from "../scheduler/job.ts";
import { containerPropertiesOf, type Submission } from "./submission.ts";

/** DescribeJobs' view of a job. Times are epoch milliseconds. */
export function jobDetail(job: Job, submission: Submission): JobDetail {
  const { request, definition } = submission;
  const isMultiNode = submission.nodes !== undefined && job.node === undefined;
  return {
    ...jobSummary(job, submission),
    jobQueue: submission.queueArn,
    jobDefinition: definition.jobDefinitionArn,
    attempts: job.attempts.filter(({ stoppedAt }) => stoppedAt !== undefined).map(attemptDetail),
    dependsOn: request.dependsOn ?? [],
    parameters: { ...submission.parameters },
    retryStrategy: retryStrategyOf(request.retryStrategy ?? definition.retryStrategy),
    consumableResourceProperties:
      request.consumableResourcePropertiesOverride ?? definition.consumableResourceProperties,
    schedulingPriority: request.schedulingPriorityOverride ?? definition.schedulingPriority,
    timeout: request.timeout ?? definition.timeout,
    tags: { ...submission.tags },
    propagateTags: request.propagateTags ?? definition.propagateTags ?? false,
    platformCapabilities: definition.platformCapabilities,
    startedAt: job.startedAt,
    eksAttempts: [],
    container: isMultiNode ? undefined : containerDetail(job, submission),
    nodeProperties: isMultiNode ? submission.nodes?.properties : undefined,
    nodeDetails: job.node === undefined ? undefined : nodeDetails(job.node, submission),
  };
}

function retryStrategyOf({ attempts = 1, evaluateOnExit = [] }: RetryStrategy = {}): RetryStrategy {
  return { attempts, evaluateOnExit };
}

function containerDetail(job: Job, submission: Submission): ContainerDetail {
  const container = containerPropertiesOf(submission, job.node);
  const last = job.attempts.at(-1);
  return {
    ...emptyLists,
    ...container,
    ...(last && containerOf(last)),
    networkInterfaces: [],
  };
}

/** ListJobs' view of a job. */
export function jobSummary(job: Job, submission: Submission) {
  const last = job.attempts.at(-1);
  return {
    jobId: job.id,
    // A child's id is its job's with `:<index>` after it, a node's with `#<node>`.
    jobArn: `${submission.jobArn}${job.id.slice(job.request.id.length)}`,
    jobName: submission.jobName,
    jobDefinition: submission.definition.jobDefinitionArn,
    createdAt: job.createdAt,
    status: job.status,
    isCancelled: job.isCancelled,
    isTerminated: job.isTerminated,
    shareIdentifier: submission.request.shareIdentifier,
    statusReason: job.statusReason,
    startedAt: job.startedAt,
    stoppedAt: job.stoppedAt,
    container: last && { exitCode: last.exitCode, reason: last.reason },
    arrayProperties: arrayPropertiesOf(job),
    nodeProperties: submission.nodes && {
      numNodes: submission.nodes.containers.length,
      ...(job.node !== undefined && nodeDetails(job.node, submission)),
    },
  } satisfies JobSummary;
}

function arrayPropertiesOf({ index, statusSummary, children }: Job) {
  if (index !== undefined) return { index };
  return statusSummary && { size: children?.length, statusSummary: { ...statusSummary } };
}

function nodeDetails(nodeIndex: number, { nodes }: Submission) {
  return { nodeIndex, isMainNode: nodeIndex === nodes?.mainNode };
}

function attemptDetail(attempt: Attempt): AttemptDetail {
  const { startedAt, stoppedAt, statusReason } = attempt;
  const container = { ...containerOf(attempt), networkInterfaces: [] };
  return { container, startedAt, stoppedAt, statusReason };
}

function containerOf({ exitCode, reason, taskArn, containerInstanceArn, logStreamName }: Attempt) {
  return { exitCode, reason, taskArn, containerInstanceArn, logStreamName };
}
