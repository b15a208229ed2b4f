import type { AttemptDetail, JobDetail, JobSummary } from "@aws-sdk/client-batch";
import type { Attempt, Job } from "./core/job.ts";
import type { Submission } from "./submission.ts";

/** A job as DescribeJobs shows it. Times are epoch milliseconds. */
export function jobDetail(job: Job, submission: Submission): JobDetail {
  const { request, definition } = submission;
  const last = job.attempts.at(-1);
  return {
    ...jobSummary(job, submission),
    jobQueue: submission.queueArn,
    jobDefinition: definition.jobDefinitionArn,
    attempts: job.attempts.filter(({ stoppedAt }) => stoppedAt !== undefined).map(attemptDetail),
    dependsOn: request.dependsOn ?? [],
    parameters: { ...submission.parameters },
    retryStrategy: request.retryStrategy ?? definition.retryStrategy,
    timeout: request.timeout ?? definition.timeout,
    tags: { ...definition.tags, ...request.tags },
    propagateTags: request.propagateTags ?? definition.propagateTags ?? false,
    platformCapabilities: definition.platformCapabilities,
    startedAt: job.startedAt,
    container: {
      ...submission.container,
      mountPoints: submission.container.mountPoints ?? [],
      volumes: submission.container.volumes ?? [],
      ulimits: submission.container.ulimits ?? [],
      ...(last && containerOf(last)),
    },
  };
}

/** A job as ListJobs shows it. */
export function jobSummary(job: Job, submission: Submission) {
  const last = job.attempts.at(-1);
  const colon = job.id.indexOf(":");
  return {
    jobId: job.id,
    jobArn: colon === -1 ? submission.jobArn : `${submission.jobArn}${job.id.slice(colon)}`,
    jobName: submission.jobName,
    jobDefinition: submission.definition.jobDefinitionArn,
    createdAt: job.createdAt,
    status: job.status,
    isCancelled: job.isCancelled,
    isTerminated: job.isTerminated,
    ...(job.statusReason !== undefined && { statusReason: job.statusReason }),
    ...(job.startedAt !== undefined && { startedAt: job.startedAt }),
    ...(job.stoppedAt !== undefined && { stoppedAt: job.stoppedAt }),
    ...(last && { container: { exitCode: last.exitCode, reason: last.reason } }),
    ...arrayPropertiesOf(job),
  } satisfies JobSummary;
}

function arrayPropertiesOf(job: Job) {
  if (job.index !== undefined) return { arrayProperties: { index: job.index } };
  if (job.statusSummary === undefined) return {};
  return { arrayProperties: { size: job.children?.length, statusSummary: { ...job.statusSummary } } };
}

function attemptDetail(attempt: Attempt): AttemptDetail {
  const { startedAt, stoppedAt, statusReason } = attempt;
  return { container: containerOf(attempt), startedAt, stoppedAt, statusReason };
}

function containerOf({ exitCode, reason, taskArn, containerInstanceArn, logStreamName }: Attempt) {
  return { exitCode, reason, taskArn, containerInstanceArn, logStreamName };
}
