import {
  type BatchClient,
  CancelJobCommand,
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DeregisterJobDefinitionCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  ListJobsCommand,
  type ListJobsCommandInput,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  type SubmitJobCommandInput,
  TerminateJobCommand,
  UpdateJobQueueCommand,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { BenchBatch } from "../../testing/bench-batch.ts";
import { serveBatch } from "../../testing/serve-batch.ts";

const arn = (resource: string) => `arn:aws:batch:eu-central-1:000000000000:${resource}`;

describe("Batch over the wire", () => {
  let bench: BenchBatch;
  let client: BatchClient;
  let stop: () => Promise<void>;
  let asked: string[];
  let denied: string | undefined;

  beforeEach(async () => {
    // Waits to be ended, or exits with the code in the job's command.
    bench = await BenchBatch.start(`
      const [code] = process.argv.slice(2);
      if (code === "wait") setInterval(() => {}, 1000);
      else process.exit(Number(code));
    `);
    bench.define({ command: ["wait"], logConfiguration: { logDriver: "awslogs" } });
    asked = [];
    denied = undefined;
    ({ client, stop } = await serveBatch(bench.service, (action, resource) => {
      asked.push(`${action} ${resource}`);
      if (action === denied)
        throw new AwsError("AccessDeniedException", `not authorized to perform: ${action}`, 403);
    }));
  });
  afterEach(async () => {
    await stop();
    await bench[Symbol.asyncDispose]();
  });

  const submission = (input: Partial<SubmitJobCommandInput> = {}) =>
    new SubmitJobCommand({ jobName: "test", jobQueue: "queue", jobDefinition: "job", ...input });
  const submit = async (input: Partial<SubmitJobCommandInput> = {}) =>
    (await client.send(submission(input))).jobId ?? "";
  const exit = (code: number) => ({ containerOverrides: { command: [String(code)] } });
  const describeJob = async (id: string) =>
    (await client.send(new DescribeJobsCommand({ jobs: [id] }))).jobs?.[0];
  const refusal = (sent: Promise<unknown>) =>
    sent.then(
      () => "accepted",
      (error: Error) => `${error.name}: ${error.message}`,
    );

  describe("SubmitJob", () => {
    it("runs a job that DescribeJobs returns", async () => {
      const answer = await client.send(
        submission({
          ...exit(0),
          timeout: { attemptDurationSeconds: 600 },
          retryStrategy: { attempts: 2 },
          tags: { team: "imports" },
          parameters: { a: "b" },
        }),
      );
      expect(answer).to.deep.include({ jobName: "test", jobArn: arn(`job/${answer.jobId}`) });
      await bench.reached(answer.jobId ?? "");
      const job = await describeJob(answer.jobId ?? "");
      expect(job).to.deep.include({
        jobId: answer.jobId,
        jobName: "test",
        jobQueue: arn("job-queue/queue"),
        jobDefinition: arn("job-definition/job:1"),
        status: "SUCCEEDED",
        statusReason: "Essential container in task exited",
        timeout: { attemptDurationSeconds: 600 },
        retryStrategy: { attempts: 2 },
        tags: { team: "imports" },
        parameters: { a: "b" },
        dependsOn: [],
      });
      expect(job?.container).to.deep.include({ exitCode: 0, command: ["0"], image: "worker@sha256:0123" });
      expect(job?.startedAt)
        .to.be.a("number")
        .and.at.least(job?.createdAt ?? Number.NaN);
      expect(job?.stoppedAt).to.be.at.least(job?.startedAt ?? Number.NaN);
    });

    it("accepts queue and definition by name, name:revision and ARN", async () => {
      bench.define({ command: ["0"] });
      const uses = async (jobDefinition: string) =>
        (await describeJob(await submit({ jobDefinition, jobQueue: arn("job-queue/queue") })))?.jobDefinition;
      expect(await uses("job")).to.equal(arn("job-definition/job:2"));
      expect(await uses("job:1")).to.equal(arn("job-definition/job:1"));
      expect(await uses(arn("job-definition/job:1"))).to.equal(arn("job-definition/job:1"));
      expect(await uses(arn("job-definition/job"))).to.equal(arn("job-definition/job:2"));
    });

    it("creates an array's children, which DescribeJobs finds by id", async () => {
      const id = await submit({ arrayProperties: { size: 3 }, ...exit(0) });
      const next = await submit({
        arrayProperties: { size: 3 },
        dependsOn: [{ jobId: id, type: "N_TO_N" }],
        ...exit(0),
      });
      await bench.reached(next);
      const jobs = await client.send(
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
        jobArn: arn(`job/${next}:2`),
        dependsOn: [{ jobId: id, type: "N_TO_N" }],
      });
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
        "onExitCode takes digits",
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
        "a share identifier in a queue without shares",
        { shareIdentifier: "a" },
        "fair share scheduling policy",
      ],
    ] as const satisfies readonly (readonly [string, Partial<SubmitJobCommandInput>, string])[]) {
      it(`refuses ${what}`, async () => {
        expect(await refusal(submit(structuredClone(input) as Partial<SubmitJobCommandInput>)))
          .to.match(/^ClientException: Error executing request, Exception : .*, RequestId: /)
          .and.include(message);
        expect([...bench.batch.jobs()]).to.deep.equal([]);
      });
    }

    it("refuses a deregistered definition, and accepts new revisions", async () => {
      await client.send(new DeregisterJobDefinitionCommand({ jobDefinition: "job:1" }));
      expect(await refusal(submit({ jobDefinition: "job:1" }))).to.include("job:1 is not active");
      expect(await refusal(submit())).to.include("JobDefinition job not found");
      bench.define({ command: ["0"] });
      expect(await refusal(submit())).to.equal("accepted");
    });
  });

  describe("rights", () => {
    it("are checked on the ARNs of the Service Authorization Reference", async () => {
      const id = await submit({ tags: { team: "imports" } });
      await submit({ jobDefinition: "job:1" });
      await client.send(new TerminateJobCommand({ jobId: id, reason: "enough" }));
      await client.send(new CancelJobCommand({ jobId: id, reason: "enough" }));
      await client.send(new ListJobsCommand({ jobQueue: "queue" }));
      await describeJob(id);
      expect(asked).to.deep.equal([
        `batch:SubmitJob ${arn("job-definition/job")}`,
        `batch:SubmitJob ${arn("job-queue/queue")}`,
        `batch:TagResource ${arn("job/*")}`,
        `batch:SubmitJob ${arn("job-definition/job:1")}`,
        `batch:SubmitJob ${arn("job-queue/queue")}`,
        `batch:TerminateJob ${arn(`job/${id}`)}`,
        `batch:CancelJob ${arn(`job/${id}`)}`,
        "batch:ListJobs *",
        "batch:DescribeJobs *",
      ]);
    });

    it("are checked before anything happens", async () => {
      denied = "batch:SubmitJob";
      expect(await refusal(submit())).to.match(/^AccessDeniedException/);
      expect([...bench.batch.jobs()]).to.deep.equal([]);
    });
  });

  describe("ListJobs", () => {
    const list = async (input: ListJobsCommandInput) => {
      const { jobSummaryList, nextToken } = await client.send(new ListJobsCommand(input));
      return { ids: jobSummaryList?.map(({ jobId }) => jobId), nextToken };
    };

    it("lists a queue's running jobs, or those of another status", async () => {
      const [running, done] = [await submit(), await submit(exit(0))];
      await bench.reached(done);
      await bench.reached(running, ({ status }) => status === "RUNNING");
      expect((await list({ jobQueue: "queue" })).ids).to.deep.equal([running]);
      expect((await list({ jobQueue: arn("job-queue/queue"), jobStatus: "SUCCEEDED" })).ids).to.deep.equal([
        done,
      ]);
    });

    it("pages through an array's children", async () => {
      const id = await submit({ arrayProperties: { size: 5 }, ...exit(0) });
      await bench.reached(id);
      const query = { arrayJobId: id, jobStatus: "SUCCEEDED", maxResults: 2 } as const;
      const pages: (string | undefined)[][] = [];
      let nextToken: string | undefined;
      do {
        const page = await list({ ...query, ...(nextToken && { nextToken }) });
        pages.push(page.ids ?? []);
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      expect(pages).to.deep.equal([[`${id}:0`, `${id}:1`], [`${id}:2`, `${id}:3`], [`${id}:4`]]);
      expect((await list({ jobQueue: "queue", jobStatus: "SUCCEEDED" })).ids).to.deep.equal([id]);
    });

    it("filters by name, definition and time, latest first", async () => {
      const first = await submit({ jobName: "Import-1", ...exit(0) });
      const second = await submit({ jobName: "import-2", ...exit(1) });
      const other = await submit({ jobName: "other" });
      const filtered = async (name: string, ...values: string[]) =>
        (await list({ jobQueue: "queue", filters: [{ name, values }] })).ids;
      expect(await filtered("JOB_NAME", "import*")).to.deep.equal([second, first]);
      expect(await filtered("JOB_DEFINITION", "job")).to.deep.equal([other, second, first]);
      expect(await filtered("JOB_DEFINITION", arn("job-definition/job:2"))).to.deep.equal([]);
      expect(await filtered("BEFORE_CREATED_AT", "0")).to.deep.equal([]);
      expect(await filtered("AFTER_CREATED_AT", "0")).to.have.length(3);
    });

    it("refuses a request without exactly one place, and an invalid token", async () => {
      expect(await refusal(list({}))).to.match(/^ClientException: Exactly one of/);
      expect(await refusal(list({ jobQueue: "queue", arrayJobId: "x" }))).to.match(
        /^ClientException: Exactly one of/,
      );
      expect(await refusal(list({ jobQueue: "other" }))).to.match(
        /^ClientException: JobQueue other not found/,
      );
      expect(await refusal(list({ jobQueue: "queue", nextToken: "zzz" }))).to.match(
        /^ClientException: nextToken/,
      );
    });
  });

  it("TerminateJob ends the children of an array", async () => {
    const id = await submit({ arrayProperties: { size: 2 } });
    await client.send(new TerminateJobCommand({ jobId: id, reason: "enough" }));
    expect(await bench.reached(id)).to.include({
      status: "FAILED",
      statusReason: "enough",
      isTerminated: true,
    });
    expect(await describeJob(`${id}:1`)).to.include({ status: "FAILED", isTerminated: true });
  });

  it("CancelJob and TerminateJob need a reason", async () => {
    const sent = client.send(new TerminateJobCommand({ jobId: "x", reason: "" }));
    expect(await refusal(sent)).to.match(/^ClientException: .*reason is missing/);
  });

  it("DescribeJobs accepts at most 100 ids", async () => {
    const sent = client.send(new DescribeJobsCommand({ jobs: Array.from({ length: 101 }, () => "x") }));
    expect(await refusal(sent)).to.match(/^ClientException: jobs must have 1 to 100 items, not 101/);
  });

  it("creates and describes environments, queues and definitions", async () => {
    await client.send(
      new CreateComputeEnvironmentCommand({
        computeEnvironmentName: "on-demand",
        type: "MANAGED",
        computeResources: { type: "EC2", maxvCpus: 4, instanceTypes: ["optimal"], subnets: ["subnet-1"] },
      }),
    );
    const queue = await client.send(
      new CreateJobQueueCommand({
        jobQueueName: "second",
        priority: 5,
        computeEnvironmentOrder: [
          { order: 2, computeEnvironment: "on-demand" },
          { order: 1, computeEnvironment: arn("compute-environment/spot") },
        ],
      }),
    );
    expect(queue.jobQueueArn).to.equal(arn("job-queue/second"));
    const { jobQueues } = await client.send(
      new DescribeJobQueuesCommand({ jobQueues: ["second", "missing"] }),
    );
    expect(jobQueues).to.have.length(1);
    expect(jobQueues?.[0]?.computeEnvironmentOrder).to.deep.equal([
      { order: 1, computeEnvironment: arn("compute-environment/spot") },
      { order: 2, computeEnvironment: arn("compute-environment/on-demand") },
    ]);
    const { computeEnvironments } = await client.send(new DescribeComputeEnvironmentsCommand({}));
    expect(computeEnvironments?.map((each) => [each.computeEnvironmentName, each.status])).to.deep.equal([
      ["spot", "VALID"],
      ["on-demand", "VALID"],
    ]);
    const registered = await client.send(
      new RegisterJobDefinitionCommand({
        jobDefinitionName: "job",
        type: "container",
        containerProperties: {
          image: "x",
          vcpus: 1,
          memory: 512,
          jobRoleArn: "arn:aws:iam::000000000000:role/job",
        },
      }),
    );
    expect(registered).to.deep.include({ revision: 2, jobDefinitionArn: arn("job-definition/job:2") });
    expect(asked).to.include("iam:PassRole arn:aws:iam::000000000000:role/job");
    const describe = async (input: object) =>
      (await client.send(new DescribeJobDefinitionsCommand(input))).jobDefinitions?.map(
        ({ revision }) => revision,
      );
    expect(await describe({ jobDefinitionName: "job", status: "ACTIVE" })).to.deep.equal([2, 1]);
    expect(await describe({ jobDefinitions: ["job:1"] })).to.deep.equal([1]);
    const first = await client.send(new DescribeJobDefinitionsCommand({ maxResults: 1 }));
    expect(await describe({ maxResults: 1, nextToken: first.nextToken })).to.deep.equal([1]);
  });

  it("refuses definitions, queues and environments that AWS refuses", async () => {
    const define = (containerProperties: object, more: object = {}) =>
      refusal(
        client.send(
          new RegisterJobDefinitionCommand({
            jobDefinitionName: "bad",
            type: "container",
            containerProperties,
            ...more,
          }),
        ),
      );
    expect(await define({ vcpus: 1, memory: 512 })).to.include("image is not provided");
    expect(await define({ image: "x", memory: 512 })).to.include("vCPU is not provided");
    expect(await define({ image: "x", vcpus: 1 })).to.include("Memory is not provided");
    expect(await define({}, { type: "multinode" })).to.include("nodeProperties.numNodes must be between 1");
    expect(await define({}, { type: "other" })).to.include("other is neither container nor multinode");
    const queue = (environments: string[]) =>
      refusal(
        client.send(
          new CreateJobQueueCommand({
            jobQueueName: "bad",
            priority: 1,
            computeEnvironmentOrder: environments.map((computeEnvironment, order) => ({
              order,
              computeEnvironment,
            })),
          }),
        ),
      );
    expect(await queue([])).to.include("must have 1 to 3 compute environments");
    expect(await queue(["spot", "spot", "spot", "spot"])).to.include("must have 1 to 3 compute environments");
    expect(await queue(["missing"])).to.include("missing does not exist");
  });

  it("names an unknown operation", async () => {
    const refused = await refusal(client.send(new UpdateJobQueueCommand({ jobQueue: "queue" })));
    expect(refused).to.match(/updatejobqueue/i);
  });
});
