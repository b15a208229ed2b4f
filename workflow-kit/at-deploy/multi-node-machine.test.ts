import type { Json, JsonObject } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import { interpret } from "@batchline/state-machines/testing";
import { expect } from "chai";
import { findDuplicates } from "../../workflows/find-duplicates/workflow.ts";
import { buildWorkflow } from "./build-workflow.ts";
import { mostMultiNodeChunks, multiNodeMachine } from "./multi-node-machine.ts";
import { MachineFitError, standardMachine } from "./standard-machine.ts";

const built = buildWorkflow(findDuplicates);
const asl = JSON.parse(
  built.definition(
    Object.fromEntries(built.tokens.map((token) => [token, `arn:aws:x:eu-central-1:1:${token}`])),
  ),
) as JsonObject;

describe("the machine of a multi-node workflow", () => {
  let submitted: JsonObject[];
  let summarised: JsonObject | undefined;
  beforeEach(() => {
    submitted = [];
    summarised = undefined;
  });

  /** Runs it with a plan of so many chunks; `fail` throws for those that fail. */
  const run = (chunks: number, fail: (position: number) => void = () => undefined) =>
    interpret(asl, {
      services: {
        invoke: ({ arguments: args }): Json => {
          const { FunctionName, Payload } = args as { FunctionName: string; Payload: JsonObject };
          if (FunctionName.endsWith("metadataFunction")) {
            const shards = chunks === 0 ? [] : [{ index: 0, offset: 0, size: chunks }];
            return { Payload: { runId: "run-1", manifest: "runs/find-duplicates/run-1/", chunks, shards } };
          }
          summarised = Payload;
          const { error } = (Payload.shards as JsonObject[])[0] ?? {};
          return { Payload: { runId: "run-1", succeeded: error === null, reason: "because" } };
        },
        "submitJob.sync": ({ arguments: args }) => {
          const job = args as JsonObject;
          submitted.push(job);
          fail(Number(/-(\d+)-find-duplicates$/.exec(String(job.JobName))?.[1]));
          return { JobId: "id", Status: "SUCCEEDED" };
        },
      },
    });
  const shard = () => (summarised?.shards as Json[] | undefined)?.[0];

  it("submits a job with nodes for each chunk, with the chunk's place and the run", async () => {
    expect((await run(3)).error).to.equal(undefined);
    expect(submitted.map(({ JobName }) => JobName)).to.have.members([
      "find-duplicates-run-1-0-0-find-duplicates",
      "find-duplicates-run-1-0-1-find-duplicates",
      "find-duplicates-run-1-0-2-find-duplicates",
    ]);
    expect(submitted.find(({ JobName }) => String(JobName).includes("-0-2-"))).to.deep.equal({
      JobName: "find-duplicates-run-1-0-2-find-duplicates",
      JobQueue: "arn:aws:x:eu-central-1:1:jobQueue.on-demand",
      JobDefinition: "arn:aws:x:eu-central-1:1:jobDefinition.find-duplicates",
      ShareIdentifier: "findduplicates",
      NodeOverrides: {
        NodePropertyOverrides: [
          {
            TargetNodes: "0:",
            ContainerOverrides: {
              Environment: [
                { Name: "BATCHLINE_RUN_ID", Value: "run-1" },
                { Name: "BATCHLINE_MANIFEST", Value: "runs/find-duplicates/run-1/" },
                { Name: "BATCHLINE_SHARD_OFFSET", Value: "2" },
              ],
            },
          },
        ],
      },
    });
    expect(shard()).to.deep.equal({ index: 0, offset: 0, size: 3, jobs: {}, error: null });
  });

  it("does nothing when there is nothing to do", async () => {
    expect((await run(0)).error).to.equal(undefined);
    expect([submitted, summarised]).to.deep.equal([[], undefined]);
  });

  it("lets the other chunks go on when the job of one fails, and tells the summary which", async () => {
    await run(3, (position) => {
      if (position !== 1) return;
      const job = { JobArn: "arn:aws:batch:eu-central-1:1:job/id-1", JobId: "id-1", JobName: "n" };
      throw new StateError("States.TaskFailed", JSON.stringify({ ...job, Status: "FAILED" }));
    });
    expect(submitted).to.have.length(3);
    expect(shard()).to.deep.include({ jobs: { "1-find-duplicates": "id-1" }, error: null });
  });

  it("tells the summary why a job was not submitted", async () => {
    const outcome = await run(2, () => {
      throw new StateError("Batch.ClientException", "the queue is gone");
    });
    expect(shard()).to.deep.include({
      jobs: {},
      error: { error: "Batch.ClientException", cause: "the queue is gone" },
    });
    expect(outcome).to.deep.include({ error: "RunFailed", cause: "because" });
  });

  it("keeps within the history and the payloads of an execution, whatever fails, and refuses more", async () => {
    const outcome = await run(mostMultiNodeChunks, () => {
      throw new StateError("Batch.ClientException", "x".repeat(30_000));
    });
    expect(outcome.error).to.equal("RunFailed");
    expect(outcome.events.length).to.be.below(25_000);
    const refused = await run(mostMultiNodeChunks + 1);
    expect(refused.error).to.equal("TooManyChunks");
  });

  it("is for workflows of one stage", () => {
    const stage = { nodes: 2, vcpus: 1, memoryMiB: 512, timeout: 60 };
    const two = { ...findDuplicates, stages: { a: stage, b: stage }, machine: multiNodeMachine };
    expect(() => buildWorkflow(two)).to.throw(
      MachineFitError,
      "multiNodeMachine takes one stage, with nodes",
    );
  });

  it("is for a stage with nodes, which the standard one refuses", () => {
    const stages = { a: { vcpus: 1, memoryMiB: 512, timeout: 60 } };
    const none = { ...findDuplicates, stages, typicalMinutes: () => ({ a: 1 }) };
    expect(() => buildWorkflow({ ...none, machine: multiNodeMachine })).to.throw(
      MachineFitError,
      "with nodes",
    );
    buildWorkflow({ ...none, machine: standardMachine });
    expect(() => buildWorkflow({ ...findDuplicates, machine: standardMachine })).to.throw(
      MachineFitError,
      "workflow find-duplicates: standardMachine cannot run stages.find-duplicates, which has nodes; use multiNodeMachine",
    );
  });

  it("has the rights to submit to its queue, and to wait and to stop there, and no more", () => {
    const values = Object.fromEntries(
      built.tokens.map((token) => [token, `arn:aws:batch:eu-central-1:1:${token}`]),
    );
    const statements = built.permissions(values);
    const on = (action: string) =>
      statements.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
    expect(on("batch:SubmitJob")).to.have.members([
      values["jobQueue.on-demand"],
      values["jobDefinition.find-duplicates"],
    ]);
    expect(on("batch:TerminateJob")).to.deep.equal(["arn:aws:batch:eu-central-1:1:job/*"]);
    expect(on("states:StartExecution")).to.deep.equal([]);
  });
});
