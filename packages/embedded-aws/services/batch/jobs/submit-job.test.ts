import {
  DeregisterJobDefinitionCommand,
  DescribeJobsCommand,
  type SubmitJobCommandInput,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import {
  type BatchOverHttp,
  batchArn,
  exit,
  refusal,
  startBatchOverHttp,
  submission,
} from "../../../testing/batch-over-http.ts";

describe("SubmitJob", () => {
  let http: BatchOverHttp;
  beforeEach(async () => {
    http = await startBatchOverHttp();
  });
  afterEach(() => http.stop());

  it("runs a job that DescribeJobs returns", async () => {
    const answer = await http.client.send(
      submission({
        ...exit(0),
        timeout: { attemptDurationSeconds: 600 },
        retryStrategy: { attempts: 2 },
        tags: { team: "imports" },
        parameters: { a: "b" },
      }),
    );
    expect(answer).to.deep.include({ jobName: "test", jobArn: batchArn(`job/${answer.jobId}`) });
    await http.bench.reached(answer.jobId ?? "");
    const job = await http.describeJob(answer.jobId ?? "");
    expect(job).to.deep.include({
      jobId: answer.jobId,
      jobName: "test",
      jobQueue: batchArn("job-queue/queue"),
      jobDefinition: batchArn("job-definition/job:1"),
      status: "SUCCEEDED",
      statusReason: "Essential container in task exited",
      timeout: { attemptDurationSeconds: 600 },
      retryStrategy: { attempts: 2, evaluateOnExit: [] },
      tags: { team: "imports" },
      parameters: { a: "b" },
      dependsOn: [],
    });
    expect(job?.container).to.deep.include({
      ...{ exitCode: 0, command: ["0"], image: "worker@sha256:0123" },
      ...{ volumes: [], environment: [], mountPoints: [], ulimits: [], secrets: [], networkInterfaces: [] },
    });
    expect(job?.startedAt)
      .to.be.a("number")
      .and.at.least(job?.createdAt ?? Number.NaN);
    expect(job?.stoppedAt).to.be.at.least(job?.startedAt ?? Number.NaN);
  });

  it("accepts queue and definition by name, name:revision and ARN", async () => {
    http.bench.define({ command: ["0"] });
    const uses = async (jobDefinition: string) =>
      (await http.describeJob(await http.submit({ jobDefinition, jobQueue: batchArn("job-queue/queue") })))
        ?.jobDefinition;
    expect(await uses("job")).to.equal(batchArn("job-definition/job:2"));
    expect(await uses("job:1")).to.equal(batchArn("job-definition/job:1"));
    expect(await uses(batchArn("job-definition/job:1"))).to.equal(batchArn("job-definition/job:1"));
    expect(await uses(batchArn("job-definition/job"))).to.equal(batchArn("job-definition/job:2"));
  });

  it("creates an array's children, which DescribeJobs finds by id", async () => {
    const id = await http.submit({ arrayProperties: { size: 3 }, ...exit(0) });
    const next = await http.submit({
      arrayProperties: { size: 3 },
      dependsOn: [{ jobId: id, type: "N_TO_N" }],
      ...exit(0),
    });
    await http.bench.reached(next);
    const jobs = await http.client.send(
      new DescribeJobsCommand({ jobs: [id, `${next}:2`, `${next}:3`, "unknown"] }),
    );
    expect(jobs.jobs?.map(({ jobId }) => jobId)).to.deep.equal([id, `${next}:2`]);
    expect(jobs.jobs?.[0]?.arrayProperties).to.deep.equal({
      size: 3,
      statusSummary: {
        SUBMITTED: 0,
        PENDING: 0,
        RUNNABLE: 0,
        STARTING: 0,
        RUNNING: 0,
        SUCCEEDED: 3,
        FAILED: 0,
      },
    });
    expect(jobs.jobs?.[1]).to.deep.include({
      arrayProperties: { index: 2 },
      jobArn: batchArn(`job/${next}:2`),
      dependsOn: [{ jobId: id, type: "N_TO_N" }],
    });
  });

  it("describes a child with its own task and the submission's environment over the definition's", async () => {
    const variable = (name: string, value: string) => ({ name, value });
    http.bench.define({
      command: ["0"],
      environment: [variable("STAGE", "fetch"), variable("RUN", "none")],
      jobRoleArn: "arn:aws:iam::000000000000:role/job",
    });
    const environment = [variable("RUN", "run-1"), variable("OFFSET", "0")];
    const id = await http.submit({ arrayProperties: { size: 2 }, containerOverrides: { environment } });
    await http.bench.reached(id);
    const ids = [id, `${id}:0`, `${id}:1`, `${id}:`, `${id}:01`, `${id}:1:1`];
    const { jobs = [] } = await http.client.send(new DescribeJobsCommand({ jobs: ids }));
    expect(jobs.map(({ jobId }) => jobId)).to.deep.equal(ids.slice(0, 3));
    for (const { container } of jobs) {
      expect(container?.environment).to.deep.equal([variable("STAGE", "fetch"), ...environment]);
      expect(container).to.deep.include({ command: ["0"], jobRoleArn: "arn:aws:iam::000000000000:role/job" });
    }
    const [parent, ...children] = jobs.map(({ container }) => container?.taskArn);
    expect(parent).to.equal(undefined);
    expect(children.map((arn) => arn?.split("/").at(-1))).to.have.members(
      http.bench.tasks.map(({ sessionName }) => sessionName),
    );
    expect(jobs[1]?.attempts?.[0]?.container?.taskArn).to.equal(children[0]);
  });

  for (const [what, input, message] of [
    ["an array of one", { arrayProperties: { size: 1 } }, "Array size must be between 2 and 10000"],
    [
      "an array of more than 10,000",
      { arrayProperties: { size: 10_001 } },
      "Array size must be between 2 and 10000",
    ],
    ["an array without a size", { arrayProperties: {} }, "Array size must be between 2 and 10000"],
    ["a name with a dot", { jobName: "a.b" }, "Job name should match valid pattern"],
    ["a name of 129 letters", { jobName: "a".repeat(129) }, "Job name should match valid pattern"],
    ["an unknown queue", { jobQueue: "other" }, "JobQueue other not found"],
    ["an unknown definition", { jobDefinition: "other" }, "JobDefinition other not found"],
    [
      "more than 20 dependencies",
      { dependsOn: Array.from({ length: 21 }, () => ({ jobId: "x" })) },
      "Job cannot have more than 20 dependencies",
    ],
    ["an unknown dependency", { dependsOn: [{ jobId: "x" }] }, "Dependent job x does not exist"],
    ["a plain job with N_TO_N", { dependsOn: [{ jobId: "x", type: "N_TO_N" }] }, "Only array jobs"],
    ["a timeout under a minute", { timeout: { attemptDurationSeconds: 59 } }, "must be at least 60"],
    ["11 attempts", { retryStrategy: { attempts: 11 } }, "between 1 and 10"],
    [
      "a rule with a * in the middle",
      { retryStrategy: { attempts: 2, evaluateOnExit: [{ action: "EXIT", onExitCode: "1*3" }] } },
      "contains restricted characters",
    ],
    [
      "a reserved variable",
      { containerOverrides: { environment: [{ name: "AWS_BATCH_X", value: "1" }] } },
      "AWS_BATCH_X",
    ],
    [
      "overrides of more than 8,192 characters",
      { containerOverrides: { environment: [{ name: "X", value: "y".repeat(8192) }] } },
      "Container Overrides length must be at most 8192",
    ],
    [
      "a parameter without a value",
      { containerOverrides: { command: ["Ref::missing"] } },
      "Unable to substitute value. No parameter found for reference missing",
    ],
    [
      "a share with a dash",
      { shareIdentifier: "nightly-report" },
      "ShareIdentifier name should match a valid pattern.",
    ],
    [
      "more than 30 KiB",
      { parameters: { long: "x".repeat(31_000) } },
      "Job size must be less than 30 KiB, got 30 KiB",
    ],
    [
      "a priority over 9,999",
      { schedulingPriorityOverride: 10_000 },
      "Scheduling priority must be between 0 and 9999.",
    ],
  ] as const satisfies readonly (readonly [string, Partial<SubmitJobCommandInput>, string])[]) {
    it(`refuses ${what}`, async () => {
      expect(await refusal(http.submit(structuredClone(input) as Partial<SubmitJobCommandInput>)))
        .to.match(/^ClientException: Error executing request, Exception : .*, RequestId: /)
        .and.include(message);
      expect([...http.bench.batch.jobs()]).to.deep.equal([]);
    });
  }

  describe("in a queue with a fair-share policy, and in one without", () => {
    const share = { shareIdentifier: "a" };
    const shared = { ...share, jobQueue: "shared" };
    const notFair =
      "ClientException: Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair share scheduling policy.";
    beforeEach(() => {
      http.bench.share("shared");
      http.bench.define({}, "urgent", { schedulingPriority: 0 });
    });

    it("takes a job with a share and any priority, of the job or of its definition", async () => {
      expect(await refusal(http.submit({ ...shared, jobDefinition: "urgent" }))).to.equal("accepted");
      const id = await http.submit({ ...shared, schedulingPriorityOverride: 7 });
      expect(await http.describeJob(id)).to.include({ schedulingPriority: 7, ...share });
    });

    it("refuses a job without a share or without a priority, in AWS's words", async () => {
      expect(await refusal(http.submit({ jobQueue: "shared", schedulingPriorityOverride: 1 }))).to.equal(
        "ClientException: shareIdentifier must be specified.",
      );
      expect(await refusal(http.submit(shared))).to.equal(
        "ClientException: Either schedulingPriority in job definition or schedulingPriorityOverride is required.",
      );
    });

    it("refuses a share or a priority where there is no policy, in AWS's words", async () => {
      for (const input of [share, { schedulingPriorityOverride: 1 }, { jobDefinition: "urgent" }])
        expect(await refusal(http.submit(input))).to.equal(notFair);
    });
  });

  it("refuses a deregistered definition, and accepts new revisions", async () => {
    await http.client.send(new DeregisterJobDefinitionCommand({ jobDefinition: "job:1" }));
    expect(await refusal(http.submit({ jobDefinition: "job:1" }))).to.include("job:1 is not active");
    expect(await refusal(http.submit())).to.include("JobDefinition job not found");
    http.bench.define({ command: ["0"] });
    expect(await refusal(http.submit())).to.equal("accepted");
  });
});
