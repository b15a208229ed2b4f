import type {
  DescribeJobsCommandInput,
  JobDetail,
  ListJobsCommandInput,
  TerminateJobsCommandInput,
} from "@aws-sdk/client-batch";
import type { Call, Service } from "@batchline/embedded-aws/testing";
import { AwsError, restJsonService } from "@batchline/embedded-aws/testing";

/** AWS Batch as far as planning and closing a run need it: the jobs in `jobs` are described, listed by name, status or array, and terminated. */
export class DescribedJobs {
  /** By job id. */
  readonly jobs = new Map<string, Partial<JobDetail>>();
  /** How many ids each call asked for. */
  readonly asked: number[] = [];
  /** How many jobs each call was to terminate. */
  readonly terminated: number[] = [];
  /** Job id → the codes with which the next calls do not terminate it. */
  readonly notTerminated = new Map<string, string[]>();
  /** Whether DescribeJobs fails. */
  isSilent = false;
  readonly service: Service = restJsonService({
    signingName: "batch",
    routes: {
      "POST /v1/describejobs": "DescribeJobs",
      "POST /v1/listjobs": "ListJobs",
      "POST /v1/terminatejobs": "TerminateJobs",
    },
    operations: {
      DescribeJobs: (input: DescribeJobsCommandInput, call: Call) => {
        call.authorise("batch:DescribeJobs", "*");
        if (this.isSilent) throw new AwsError("ClientException", "it is silent");
        const ids = input.jobs ?? [];
        this.asked.push(ids.length);
        return {
          jobs: ids.flatMap((jobId) => (this.jobs.has(jobId) ? [{ jobId, ...this.jobs.get(jobId) }] : [])),
        };
      },
      ListJobs: ({ jobQueue, arrayJobId, jobStatus, filters }: ListJobsCommandInput, call: Call) => {
        call.authorise("batch:ListJobs", "*");
        if (arrayJobId !== undefined) {
          const children = [...this.jobs].filter(
            ([id, job]) => id.startsWith(`${arrayJobId}:`) && job.status === jobStatus,
          );
          return { jobSummaryList: children.map(([jobId, job]) => ({ jobId, ...job })) };
        }
        const [prefix] = filters?.[0]?.values?.map((value) => value.replace(/\*$/, "")) ?? [];
        const found = [...this.jobs].filter(
          ([, job]) =>
            job.jobQueue === jobQueue &&
            (prefix === undefined
              ? job.status === (jobStatus ?? "RUNNING")
              : job.jobName?.startsWith(prefix)),
        );
        return { jobSummaryList: found.map(([jobId, job]) => ({ jobId, ...job })).reverse() };
      },
      TerminateJobs: ({ jobs = [], reason }: TerminateJobsCommandInput, call: Call) => {
        this.terminated.push(jobs.length);
        const errors = jobs.flatMap((job) => {
          call.authorise("batch:TerminateJob", `arn:aws:batch:eu-central-1:000000000000:job/${job}`);
          const code = this.notTerminated.get(job)?.shift();
          if (code !== undefined) return [{ job, code, message: "Please retry this job." }];
          this.jobs.set(job, { ...this.jobs.get(job), status: "FAILED", statusReason: reason });
          return [];
        });
        return { successful: jobs.filter((id) => errors.every(({ job }) => job !== id)), errors };
      },
    },
  });
}
