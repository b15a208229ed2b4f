import type {
  AttemptDetail,
  ContainerDetail,
  JobDetail,
  JobSummary,
  NodePropertiesSummary,
} from "@aws-sdk/client-batch";
import type { Attempt } from "../scheduler/attempt.ts";
import type { Job } from "../scheduler/job.ts";
import { containerPropertiesOf, type Submission } from "./submission.ts";

/** DescribeJobs' view of a job. Times are epoch milliseconds. */
export function jobDetail(job: Job, submission: Submission): JobDetail {
  const { request, definition } = submission;
  return {
    ...jobSummary(job, submission),
    jobQueue: submission.queueArn,
    jobDefinition: definition.jobDefinitionArn,
    attempts: job.attempts.filter(({ stoppedAt }) => stoppedAt !== undefined).map(attemptDetail),
    dependsOn: request.dependsOn ?? [],
    parameters: { ...submission.parameters },
    retryStrategy: request.retryStrategy ?? definition.retryStrategy,
    consumableResourceProperties:
      request.consumableResourcePropertiesOverride ?? definition.consumableResourceProperties,
    timeout: request.timeout ?? definition.timeout,
    tags: { ...definition.tags, ...request.tags },
    propagateTags: request.propagateTags ?? definition.propagateTags ?? false,
    platformCapabilities: definition.platformCapabilities,
    startedAt: job.startedAt,
    ...(submission.nodes !== undefined && job.node === undefined
      ? { container: undefined, nodeProperties: submission.nodes.properties }
      : { container: containerDetail(job, submission), nodeProperties: undefined }),
    ...(job.node !== undefined && {
      nodeDetails: { nodeIndex: job.node, isMainNode: job.node === submission.nodes?.mainNode },
    }),
  };
}

function containerDetail(job: Job, submission: Submission): ContainerDetail {
  const container = containerPropertiesOf(submission, job.node);
  const last = job.attempts.at(-1);
  return {
    ...container,
    mountPoints: container.mountPoints ?? [],
    volumes: container.volumes ?? [],
    ulimits: container.ulimits ?? [],
    ...(last && containerOf(last)),
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
    ...(submission.request.shareIdentifier !== undefined && {
      shareIdentifier: submission.request.shareIdentifier,
    }),
    ...(job.statusReason !== undefined && { statusReason: job.statusReason }),
    ...(job.startedAt !== undefined && { startedAt: job.startedAt }),
    ...(job.stoppedAt !== undefined && { stoppedAt: job.stoppedAt }),
    ...(last && { container: { exitCode: last.exitCode, reason: last.reason } }),
    ...arrayPropertiesOf(job),
    ...nodePropertiesOf(job, submission),
  } satisfies JobSummary;
}

function arrayPropertiesOf(job: Job) {
  if (job.index !== undefined) return { arrayProperties: { index: job.index } };
  if (job.statusSummary === undefined) return {};
  return { arrayProperties: { size: job.children?.length, statusSummary: { ...job.statusSummary } } };
}

function nodePropertiesOf(
  job: Job,
  { nodes }: Submission,
): { readonly nodeProperties?: NodePropertiesSummary } {
  if (nodes === undefined) return {};
  const numNodes = nodes.containers.length;
  if (job.node === undefined) return { nodeProperties: { numNodes } };
  return { nodeProperties: { numNodes, nodeIndex: job.node, isMainNode: job.node === nodes.mainNode } };
}

function attemptDetail(attempt: Attempt): AttemptDetail {
  const { startedAt, stoppedAt, statusReason } = attempt;
  return { container: containerOf(attempt), startedAt, stoppedAt, statusReason };
}

function containerOf({ exitCode, reason, taskArn, containerInstanceArn, logStreamName }: Attempt) {
  return { exitCode, reason, taskArn, containerInstanceArn, logStreamName };
}
