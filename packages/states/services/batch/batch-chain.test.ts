import type { JsonObject } from "@batchline/asl";
import { interpret } from "@batchline/state-machines/testing";
import { expect } from "chai";
import { build } from "../../build.ts";
import { type ChainStages, machine, token } from "../../index.ts";
import { FakeBatch } from "../../testing/fake-batch.ts";

const queue = "arn:aws:batch:eu-central-1:111122223333:job-queue/work";
const definitionOf = (stage: string) => `arn:aws:batch:eu-central-1:111122223333:job-definition/${stage}:7`;
/** Executions under way submit the revision that they began with. */
const revisionsOf = (stage: string) => definitionOf(stage).replace(/:7$/, ":*");

const stage = (name: string, ...needs: string[]) => ({
  jobDefinition: definitionOf(name),
  needs,
});
const line = {
  fetch: stage("fetch"),
  download: stage("download", "fetch"),
  rescale: stage("rescale", "download"),
};
const fork = {
  a: stage("a"),
  b: stage("b", "a"),
  c: stage("c", "a"),
  d: stage("d", "b"),
  e: stage("e", "b", "c"),
};

const chain = (stages: ChainStages, size?: number) =>
  build(
    machine<{ size: number }>((m) => {
      const outcome = m.batchChain("Run", stages, {
        jobQueue: queue,
        size: size ?? m.input.size,
        environment: { RUN: m.context.execution.name, FIXED: "1" },
      });
      m.succeed("Done", outcome);
    }),
  );

describe("a batch chain", () => {
  let batch: FakeBatch;
  beforeEach(() => {
    batch = new FakeBatch();
  });
  const run = async (stages: ChainStages, size: number) =>
    interpret(chain(stages).asl, { input: { size }, services: batch.services });
  const environment = {
    Environment: [
      { Name: "RUN", Value: "run-1" },
      { Name: "FIXED", Value: "1" },
    ],
  };

  it("submits every stage as an array, each index depending on its own, and waits for the last", async () => {
    const { output } = await run(line, 25);
    expect(output).to.deep.equal({
      jobs: { fetch: "id-fetch", download: "id-download", rescale: "id-rescale" },
      error: null,
    });
    expect(batch.submitted).to.deep.equal([
      {
        JobName: "run-1-fetch",
        JobQueue: queue,
        JobDefinition: definitionOf("fetch"),
        ContainerOverrides: environment,
        ArrayProperties: { Size: 25 },
      },
      {
        JobName: "run-1-download",
        JobQueue: queue,
        JobDefinition: definitionOf("download"),
        ContainerOverrides: environment,
        DependsOn: [{ JobId: "id-fetch", Type: "N_TO_N" }],
        ArrayProperties: { Size: 25 },
      },
      {
        JobName: "run-1-rescale",
        JobQueue: queue,
        JobDefinition: definitionOf("rescale"),
        ContainerOverrides: environment,
        DependsOn: [{ JobId: "id-download", Type: "N_TO_N" }],
        ArrayProperties: { Size: 25 },
      },
    ]);
    expect(batch.terminated).to.deep.equal([]);
  });

  it("submits plain jobs for one element, because Batch rejects arrays of 1", async () => {
    await run(line, 1);
    expect(batch.submitted.map(({ ArrayProperties }) => ArrayProperties)).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
    expect(batch.submitted[2]?.DependsOn).to.deep.equal([{ JobId: "id-download" }]);
  });

  it("submits a stage with its own retry strategy, and with more memory than its definition has", async () => {
    const retryStrategy = { Attempts: 4, EvaluateOnExit: [{ Action: "EXIT" as const, OnReason: "OutOf*" }] };
    const stages: ChainStages = { fetch: { ...line.fetch, retryStrategy }, download: line.download };
    const { asl } = build(
      machine<{ mib: number }>((m) => {
        const memoryMiB = { download: m.input.mib };
        m.succeed("Done", m.batchChain("Run", stages, { jobQueue: queue, size: 2, memoryMiB }));
      }),
    );
    await interpret(asl, { input: { mib: 4096 }, services: batch.services });
    expect(batch.submitted.map(({ RetryStrategy }) => RetryStrategy)).to.deep.equal([
      retryStrategy,
      undefined,
    ]);
    expect(batch.submitted.map(({ ContainerOverrides }) => ContainerOverrides)).to.deep.equal([
      undefined,
      { ResourceRequirements: [{ Type: "MEMORY", Value: "4096" }] },
    ]);
  });

  it("submits nothing for no elements", async () => {
    expect((await run(line, 0)).output).to.deep.equal({ jobs: {}, error: null });
    expect(batch.submitted).to.deep.equal([]);
  });

  it("knows at build whether its jobs are arrays, if its size is a number", async () => {
    for (const [size, array] of [
      [1, undefined],
      [3, { Size: 3 }],
    ] as const) {
      const { asl } = chain(line, size);
      expect(asl.StartAt).to.equal("Run");
      const submission = asl.States["Run: submit download"]?.Arguments as JsonObject;
      expect(submission.JobDefinition).to.equal(definitionOf("download"));
      expect(submission.ArrayProperties).to.deep.equal(array);
    }
  });

  it("runs a chain of one stage", async () => {
    expect((await run({ only: stage("only") }, 2)).output).to.deep.equal({
      jobs: { only: "id-only" },
      error: null,
    });
  });

  it("waits for every stage that no other needs", async () => {
    expect((await run(fork, 2)).output).to.deep.equal({
      jobs: { a: "id-a", b: "id-b", c: "id-c", d: "id-d", e: "id-e" },
      error: null,
    });
    const e = batch.submitted.find(({ JobName }) => JobName === "run-1-e");
    expect(e?.DependsOn).to.deep.equal([
      { JobId: "id-b", Type: "N_TO_N" },
      { JobId: "id-c", Type: "N_TO_N" },
    ]);
  });

  it("reports the stage that failed first, not the last one that could not start", async () => {
    batch.failing.download = { reason: "Array Child Job failed" };
    batch.failing.rescale = { reason: "Dependent Job failed" };
    expect((await run(line, 25)).output).to.deep.equal({
      jobs: { fetch: "id-fetch", download: "id-download", rescale: "id-rescale" },
      error: { error: "States.TaskFailed", cause: "download: Array Child Job failed" },
    });
  });

  it("terminates every submitted job when one fails", async () => {
    batch.failing.download = { reason: "x" };
    await run(line, 2);
    expect(batch.terminated).to.deep.equal(
      ["fetch", "download", "rescale"].map((name) => ({
        JobId: `id-${name}`,
        Reason: "Run: another stage failed",
      })),
    );
  });

  it("terminates the submitted jobs when a later submission is rejected", async () => {
    batch.failing.rescale = { refusal: "JobQueue work does not exist" };
    const { output } = await run(line, 2);
    expect(output).to.deep.equal({
      jobs: { fetch: "id-fetch", download: "id-download" },
      error: { error: "Batch.ClientException", cause: "JobQueue work does not exist" },
    });
    expect(batch.terminated.map(({ JobId }) => JobId)).to.deep.equal(["id-fetch", "id-download"]);
  });

  it("returns the rejection when not even the first job was submitted", async () => {
    batch.failing.fetch = { refusal: "no" };
    expect((await run(line, 2)).output).to.deep.equal({
      jobs: {},
      error: { error: "Batch.ClientException", cause: "no" },
    });
    expect(batch.terminated).to.deep.equal([]);
  });

  it("returns the outcome also when Batch does not report what failed", async () => {
    batch.failing.rescale = { reason: "x" };
    batch.describes = false;
    const { output } = await run(line, 2);
    expect(output).to.have.nested.property("error.cause").that.includes('"Status":"FAILED"');
    expect(output).to.have.nested.property("jobs.rescale", "id-rescale");
    expect(batch.terminated).to.have.length(3);
  });

  it("lets the other last stages finish when one of them fails", async () => {
    batch.failing.d = { reason: "Array Child Job failed" };
    const { output } = await run(fork, 2);
    expect(output).to.deep.equal({
      jobs: { a: "id-a", b: "id-b", c: "id-c", d: "id-d", e: "id-e" },
      error: { error: "States.TaskFailed", cause: "d: Array Child Job failed" },
    });
  });

  it("makes valid job names from any execution's name", async () => {
    const { asl } = build(
      machine((m) => {
        const stages = { fetch: { jobDefinition: definitionOf("fetch") } };
        m.batchChain("Run", stages, { jobQueue: queue, size: 1, jobName: `a.b=c@d ${"x".repeat(200)}` });
      }),
    );
    await interpret(asl, { services: batch.services });
    const [{ JobName } = {}] = batch.submitted;
    expect(JobName).to.match(/^a-b-c-d-x+-fetch$/);
    expect(String(JobName).length).to.be.at.most(128);
  });

  it("needs exactly the rights of its jobs", () => {
    const built = build(
      machine((m) => {
        const jobDefinition = token("definition");
        m.batchChain(
          "Run",
          { a: { jobDefinition }, b: { jobDefinition, needs: ["a"] } },
          { jobQueue: token("queue"), size: 2 },
        );
      }),
    );
    expect(built.permissions({ queue, definition: definitionOf("x") })).to.deep.equal([
      { Effect: "Allow", Action: ["batch:DescribeJobs"], Resource: ["*"] },
      { Effect: "Allow", Action: ["batch:SubmitJob"], Resource: [revisionsOf("x"), queue] },
      {
        Effect: "Allow",
        Action: ["batch:TerminateJob"],
        Resource: ["arn:aws:batch:eu-central-1:111122223333:job/*"],
      },
      {
        Effect: "Allow",
        Action: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
        Resource: ["arn:aws:events:eu-central-1:111122223333:rule/StepFunctionsGetEventsForBatchJobsRule"],
      },
    ]);
  });

  it("sends stages to their own queues, with their share", async () => {
    const { asl } = build(
      machine((m) => {
        const stages: ChainStages = {
          fetch: stage("fetch"),
          render: { ...stage("render", "fetch"), jobQueue: `${queue}-gpu` },
        };
        m.batchChain("Run", stages, { jobQueue: queue, size: 2, shareIdentifier: "imports" });
      }),
    );
    await interpret(asl, { services: batch.services });
    expect(batch.submitted.map(({ JobQueue, ShareIdentifier }) => [JobQueue, ShareIdentifier])).to.deep.equal(
      [
        [queue, "imports"],
        [`${queue}-gpu`, "imports"],
      ],
    );
  });

  it("needs rights on the queues of its stages only", () => {
    const built = build(
      machine((m) => {
        const stages = { a: { jobDefinition: token("a"), jobQueue: token("queue.gpu") } };
        m.batchChain("Run", stages, { jobQueue: token("queue"), size: 2 });
      }),
    );
    expect(built.tokens).to.deep.equal(["a", "queue.gpu"]);
    const rights = built.permissions({ a: definitionOf("a"), "queue.gpu": `${queue}-gpu` });
    expect(rights).to.deep.include({
      Effect: "Allow",
      Action: ["batch:SubmitJob"],
      Resource: [revisionsOf("a"), `${queue}-gpu`],
    });
  });
});
