import type { DescribeJobsCommandInput, JobDetail } from "@aws-sdk/client-batch";
import type { Call, Service } from "@batchline/embedded-aws/testing";
import { restJsonService } from "@batchline/embedded-aws/testing";

/** AWS Batch as far as closing a run needs it: DescribeJobs, for the jobs in `jobs`. */
export class DescribedJobs {
  /** By job id. */
  readonly jobs = new Map<string, Partial<JobDetail>>();
  /** How many ids each call asked for. */
  readonly asked: number[] = [];
  readonly service: Service = restJsonService({
    signingName: "batch",
    routes: { "POST /v1/describejobs": "DescribeJobs" },
    operations: {
      DescribeJobs: (input: DescribeJobsCommandInput, call: Call) => {
        call.authorise("batch:DescribeJobs", "*");
        const ids = input.jobs ?? [];
        this.asked.push(ids.length);
        return {
          jobs: ids.flatMap((jobId) => (this.jobs.has(jobId) ? [{ jobId, ...this.jobs.get(jobId) }] : [])),
        };
      },
    },
  });
}
