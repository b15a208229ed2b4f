import type {
  DescribeJobsCommandInput,
  JobDetail,
  ListJobsCommandInput,
  TerminateJobCommandInput,
} from "@aws-sdk/client-batch";
import type { Call, Service } from "@batchline/embedded-aws/testing";
import { AwsError, restJsonService } from "@batchline/embedded-aws/testing";

/** AWS Batch as far as closing a run needs it: the jobs in `jobs` are described, listed by name or status, and terminated. */
export class DescribedJobs {
  /** By job id. */
  readonly jobs = new Map<string, Partial<JobDetail>>();
  /** How many ids each call asked for. */
  readonly asked: number[] = [];
  /** Whether DescribeJobs fails. */
  isSilent = false;
  readonly service: Service = restJsonService({
    signingName: "batch",
    routes: {
      "POST /v1/describejobs": "DescribeJobs",
      "POST /v1/listjobs": "ListJobs",
      "POST /v1/terminatejob": "TerminateJob",
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
      ListJobs: ({ jobQueue, jobStatus, filters }: ListJobsCommandInput, call: Call) => {
        call.authorise("batch:ListJobs", "*");
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
      TerminateJob: ({ jobId = "", reason }: TerminateJobCommandInput, call: Call) => {
        call.authorise("batch:TerminateJob", `arn:aws:batch:eu-central-1:000000000000:job/${jobId}`);
        this.jobs.set(jobId, { ...this.jobs.get(jobId), status: "FAILED", statusReason: reason });
        return {};
      },
    },
  });
}
