import { type BatchClient, DescribeJobsCommand, type JobDetail } from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import type { FailedAttempts } from "../../contract/broker/answer.ts";
import { env } from "../../contract/env.ts";
import { failedAttempts } from "../../workflow-kit/at-run/own-failures.ts";
import { NotYetError, RefusedError } from "./not-granted.ts";
import type { ProvenCaller } from "./proven-caller.ts";

/** What the caller works on, by Batch's word. */
export interface CallerJob {
  readonly workflow: string;
  readonly runId: string;
  readonly execution: string;
  /** S3 key prefix of the manifest, ending in `/`. */
  readonly manifest: string;
  /** The chunk's place in the manifest. */
  readonly position: number;
  /** ARN. */
  readonly tenantRole: string;
  readonly ownFailures: FailedAttempts;
  /** ARN of the ECS container instance; absent if Batch does not say it. */
  readonly containerInstance?: string;
}

/** The job, if the caller is the container that runs it now. @throws {RefusedError} @throws {NotYetError} */
export async function callerJob(
  client: BatchClient,
  jobId: string,
  caller: ProvenCaller,
): Promise<CallerJob> {
  const { jobs = [] } = await client.send(new DescribeJobsCommand({ jobs: [jobId] }));
  const job = jobs.find((found) => found.jobId === jobId);
  // Batch knows a new job's task late.
  if (job === undefined) throw new NotYetError("BL-B006", `Batch does not know the job ${jobId}`);
  checkRunsIn(job, caller);
  const variables = new Map(job.container?.environment?.map(({ name, value }) => [name, value]));
  const text = (name: string): string => {
    const value = variables.get(name);
    if (value) return value;
    throw new RefusedError("BL-B007", `the job's environment lacks ${name}`);
  };
  const offset = text(env.shardOffset);
  if (!/^\d{1,9}$/.test(offset)) {
    throw new RefusedError("BL-B007", `the job's ${env.shardOffset} is not a whole number`);
  }
  const instance = job.container?.containerInstanceArn;
  return {
    workflow: text(env.workflow),
    runId: text(env.runId),
    execution: text(env.execution),
    manifest: text(env.manifest),
    position: Number(offset) + (job.arrayProperties?.index ?? 0),
    tenantRole: text(env.tenantRole),
    ownFailures: failedAttempts(job),
    ...(instance !== undefined && { containerInstance: instance }),
  };
}

function checkRunsIn(job: JobDetail, { roleArn, taskId }: ProvenCaller): void {
  const { status, container, attempts = [] } = job;
  if (container?.jobRoleArn !== roleArn) {
    throw new RefusedError("BL-B005", "the job has another role than its caller");
  }
  const idOf = (taskArn: string | undefined) => taskArn?.split("/").at(-1);
  const ended = attempts.map((attempt) => idOf(attempt.container?.taskArn));
  if (status === "SUCCEEDED" || status === "FAILED" || ended.includes(taskId)) {
    throw new RefusedError("BL-B005", "the job, or this attempt at it, has ended", { status });
  }
  const current = idOf(container.taskArn);
  const mayRun = status === "STARTING" || status === "RUNNING";
  // Until the next attempt has a task, Batch may still name the last one's.
  if (!mayRun || current === undefined || ended.includes(current)) {
    throw new NotYetError(
      "BL-B006",
      `the job is ${must(status, "a job has a status")}, and its task is not known yet`,
    );
  }
  if (current !== taskId) throw new RefusedError("BL-B005", "the job runs in another container");
}
