import {
  CancelJobCommand,
  DescribeJobsCommand,
  ListJobsCommand,
  ListSchedulingPoliciesCommand,
  TerminateJobCommand,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import { type BatchOverHttp, batchArn, refusal, startBatchOverHttp } from "../../testing/batch-over-http.ts";

describe("Batch over HTTP", () => {
  let http: BatchOverHttp;
  beforeEach(async () => {
    http = await startBatchOverHttp();
  });
  afterEach(() => http.stop());

  describe("rights", () => {
    it("are checked on the ARNs of the Service Authorization Reference", async () => {
      const id = await http.submit({ tags: { team: "imports" } });
      await http.submit({ jobDefinition: "job:1" });
      await http.client.send(new TerminateJobCommand({ jobId: id, reason: "enough" }));
      await http.client.send(new CancelJobCommand({ jobId: id, reason: "enough" }));
      await http.client.send(new ListJobsCommand({ jobQueue: "queue" }));
      await http.describeJob(id);
      expect(http.rights.checked).to.deep.equal([
        `batch:SubmitJob ${batchArn("job-definition/job")}`,
        `batch:SubmitJob ${batchArn("job-queue/queue")}`,
        `batch:TagResource ${batchArn("job/*")}`,
        `batch:SubmitJob ${batchArn("job-definition/job:1")}`,
        `batch:SubmitJob ${batchArn("job-queue/queue")}`,
        `batch:TerminateJob ${batchArn(`job/${id}`)}`,
        `batch:CancelJob ${batchArn(`job/${id}`)}`,
        "batch:ListJobs *",
        "batch:DescribeJobs *",
      ]);
    });

    it("are checked before a job is submitted", async () => {
      http.rights.denied = "batch:SubmitJob";
      expect(await refusal(http.submit())).to.match(/^AccessDeniedException/);
      expect([...http.bench.batch.jobs()]).to.deep.equal([]);
    });
  });

  it("TerminateJob ends the children of an array", async () => {
    const id = await http.submit({ arrayProperties: { size: 2 } });
    await http.client.send(new TerminateJobCommand({ jobId: id, reason: "enough" }));
    expect(await http.bench.reached(id)).to.include({
      status: "FAILED",
      statusReason: "enough",
      isTerminated: true,
    });
    expect(await http.describeJob(`${id}:1`)).to.include({ status: "FAILED", isTerminated: true });
  });

  it("CancelJob and TerminateJob need a reason", async () => {
    const sent = http.client.send(new TerminateJobCommand({ jobId: "x", reason: "" }));
    expect(await refusal(sent)).to.match(/^ClientException: .*reason is missing/);
  });

  it("DescribeJobs accepts at most 100 ids", async () => {
    const sent = http.client.send(new DescribeJobsCommand({ jobs: Array.from({ length: 101 }, () => "x") }));
    expect(await refusal(sent)).to.match(/^ClientException: jobs must have 1 to 100 items, not 101/);
  });

  it("names an unknown operation", async () => {
    const refused = await refusal(http.client.send(new ListSchedulingPoliciesCommand()));
    expect(refused).to.match(/batch:ListSchedulingPolicies is not/);
  });
});
