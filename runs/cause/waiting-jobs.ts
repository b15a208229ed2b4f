import {
  type BatchClient,
  DescribeJobsCommand,
  type JobDetail,
  ListJobsCommand,
  paginateListJobs,
} from "@aws-sdk/client-batch";
import { jobsOfRun } from "../../contract/job-names.ts";
import type { OpenRun } from "../records/open-run.ts";

/** Jobs of one stage that wait in a queue. */
export interface WaitingJobs {
  /** The queue's ARN. */
  readonly queue: string;
  readonly stage: string;
  /** How many wait. */
  readonly count: number;
  /** One of them. */
  readonly first: JobDetail;
}

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html */
const idsPerCall = 100;

/** The jobs of a run that could start if there were room, by queue and stage. Before a plan: the planner's, as the stage `plan`. */
export async function waitingJobs({ stack, workflow, runId, run }: OpenRun): Promise<WaitingJobs[]> {
  const { clients, outputs } = stack;
  const execution = run?.execution ?? runId;
  const prefix = jobsOfRun(workflow, run?.plannedBy === execution ? runId : execution, execution);
  const queues = Object.values(outputs.jobQueues ?? {});
  const found = await Promise.all(queues.map((queue) => waitingIn(clients.batch, queue, prefix)));
  return found.flat();
}

async function waitingIn(batch: BatchClient, jobQueue: string, prefix: string): Promise<WaitingJobs[]> {
  const ids: string[] = [];
  const filters = [{ name: "JOB_NAME", values: [`${prefix}*`] }];
  for await (const { jobSummaryList = [] } of paginateListJobs({ client: batch }, { jobQueue, filters })) {
    for (const { jobId, jobName, status } of jobSummaryList)
      if (
        jobId !== undefined &&
        jobName?.startsWith(prefix) &&
        !["SUCCEEDED", "FAILED"].includes(status ?? "")
      )
        ids.push(jobId);
  }
  const waiting = new Map<string, WaitingJobs>();
  for (let first = 0; first < ids.length; first += idsPerCall) {
    const { jobs = [] } = await batch.send(
      new DescribeJobsCommand({ jobs: ids.slice(first, first + idsPerCall) }),
    );
    for (const job of jobs) {
      const count = runnable(job);
      if (count === 0) continue;
      const stage = stageOf(job, prefix);
      const known = waiting.get(stage);
      if (known !== undefined) waiting.set(stage, { ...known, count: known.count + count });
      else waiting.set(stage, { queue: jobQueue, stage, count, first: await firstChild(batch, job) });
    }
  }
  return [...waiting.values()];
}

function runnable({ status, arrayProperties }: JobDetail): number {
  return arrayProperties?.statusSummary?.RUNNABLE ?? (status === "RUNNABLE" ? 1 : 0);
}

/** A waiting child of an array: its parent has no reason. */
async function firstChild(batch: BatchClient, job: JobDetail): Promise<JobDetail> {
  if (job.arrayProperties?.statusSummary === undefined) return job;
  const list = new ListJobsCommand({ arrayJobId: job.jobId, jobStatus: "RUNNABLE", maxResults: 1 });
  const [child] = (await batch.send(list)).jobSummaryList ?? [];
  if (child?.jobId === undefined) return job;
  const { jobs = [] } = await batch.send(new DescribeJobsCommand({ jobs: [child.jobId] }));
  return jobs[0] ?? job;
}

/** Of `<prefix>-<shard>-<stage>`, or `<prefix>-<shard>-<place>-<stage>`. */
function stageOf({ jobName = "" }: JobDetail, prefix: string): string {
  return jobName.slice(prefix.length + 1).replace(/^\d+-(\d+-)?/, "");
}
