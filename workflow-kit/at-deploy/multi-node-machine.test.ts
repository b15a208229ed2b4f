import { DescribeExecutionCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { limits } from "@batchline/asl";
import { VirtualClock } from "@batchline/clock";
import {
  account,
  Embedded,
  eventually,
  isOver,
  machineArn,
  region,
  roleArn,
} from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { jobsOfRun } from "../../contract/job-names.ts";
import type { SummaryRequest } from "../../contract/summary.ts";
import { findDuplicates } from "../../workflows/find-duplicates/workflow.ts";
import { buildWorkflow } from "./build-workflow.ts";
import { longestCauses, mostMultiNodeChunks, multiNodeMachine } from "./multi-node-machine.ts";
import { MachineFitError, standardMachine } from "./standard-machine.ts";

const built = buildWorkflow(findDuplicates);
const arnOf = (token: string) => {
  const [service, resource] = token.endsWith("Function") ? ["lambda", "function:"] : ["batch", ""];
  return `arn:aws:${service}:${region}:${account}:${resource}${token}`;
};
const values = Object.fromEntries(built.tokens.map((token) => [token, arnOf(token)]));
const arn = machineArn("find-duplicates");

describe("the machine of a multi-node workflow", () => {
  let aws: Embedded;
  let summarised: SummaryRequest | undefined;
  beforeEach(async () => {
    summarised = undefined;
    aws = await new Embedded(new VirtualClock(Date.parse("2026-11-23T10:00:00Z"))).start();
    aws.identity.putRolePolicy("machine", "derived", {
      Version: "2012-10-17",
      Statement: built.permissions(values, arn).map((statement) => ({ ...statement })),
    });
    aws.handlers.set("summaryFunction", (event) => {
      summarised = event as SummaryRequest;
      return { runId: "run-1", succeeded: summarised.shards[0]?.error === null, reason: "because" };
    });
  });
  afterEach(() => aws.stop());

  /** Starts it with a plan of so many chunks. `more` replaces tokens' values. */
  const start = async (chunks: number, more: Record<string, string> = {}) => {
    const definition = built.definition({ ...values, ...more });
    aws.stepFunctions.createStateMachine({ name: "find-duplicates", arn, roleArn, definition });
    aws.handlers.set("metadataFunction", () => {
      const shards = chunks === 0 ? [] : [{ index: 0, offset: 0, size: chunks }];
      return { runId: "run-1", manifest: "runs/find-duplicates/run-1/", chunks, shards };
    });
    return (await aws.client.send(new StartExecutionCommand({ stateMachineArn: arn, name: "run-1" })))
      .executionArn;
  };
  const ended = (executionArn: string | undefined) =>
    eventually(async () => {
      const execution = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
      return isOver(execution.status) ? execution : undefined;
    });
  /** Runs it; jobs end at once. */
  const run = async (chunks: number, failing: readonly number[] = [], more: Record<string, string> = {}) => {
    aws.batch.onSubmitted((id) => {
      const place = Number(/-(\d+)-find-duplicates$/.exec(aws.batch.job(id)?.jobName ?? "")?.[1]);
      aws.batch.end(id, failing.includes(place) ? "FAILED" : "SUCCEEDED");
    });
    return ended(await start(chunks, more));
  };
  const shard = () => summarised?.shards[0];

  it("submits a job with nodes for each chunk, with the chunk's place and the run", async () => {
    expect(await run(3)).to.include({ status: "SUCCEEDED" });
    const jobs = jobsOfRun("find-duplicates", "run-1", "run-1");
    const { submissions } = aws.batch;
    expect(submissions.map(({ jobName }) => jobName)).to.have.members([
      `${jobs}-0-0-find-duplicates`,
      `${jobs}-0-1-find-duplicates`,
      `${jobs}-0-2-find-duplicates`,
    ]);
    expect(submissions.find(({ jobName }) => jobName?.includes("-0-2-"))).to.deep.equal({
      jobName: `${jobs}-0-2-find-duplicates`,
      jobQueue: values["jobQueue.on-demand"],
      jobDefinition: values["jobDefinition.find-duplicates"],
      shareIdentifier: "findduplicates",
      nodeOverrides: {
        nodePropertyOverrides: [
          {
            targetNodes: "0:",
            containerOverrides: {
              environment: [
                { name: "BATCHLINE_RUN_ID", value: "run-1" },
                { name: "BATCHLINE_EXECUTION", value: "run-1" },
                { name: "BATCHLINE_MANIFEST", value: "runs/find-duplicates/run-1/" },
                { name: "BATCHLINE_SHARD_OFFSET", value: "2" },
              ],
            },
          },
        ],
      },
    });
    expect(shard()).to.deep.equal({ index: 0, offset: 0, size: 3, jobs: {}, error: null });
  });

  it("does nothing when there is nothing to do", async () => {
    expect(await run(0)).to.include({ status: "SUCCEEDED" });
    expect([aws.batch.submissions, summarised]).to.deep.equal([[], undefined]);
  });

  it("lets the other chunks go on when the job of one fails, and tells the summary which", async () => {
    await run(3, [1]);
    expect(aws.batch.submissions).to.have.length(3);
    const { jobId = "" } = aws.batch.jobs.find(({ jobName }) => jobName?.includes("-0-1-")) ?? {};
    expect(shard()).to.deep.include({ jobs: { "1-find-duplicates": jobId }, error: null });
  });

  it("tells the summary why a job was not submitted", async () => {
    const outcome = await run(2, [], { "jobQueue.on-demand": "none" });
    expect(shard()?.jobs).to.deep.equal({});
    expect(shard()?.error?.error).to.equal("Batch.ClientException");
    expect(shard()?.error?.cause).to.match(
      /^the queue none does not exist .*Request ID: \S+\) \(SDK Attempt Count: 1\)$/,
    );
    expect(outcome).to.deep.include({ error: "RunFailed", cause: "because" });
  });

  it("keeps within the payload of a map, whatever fails", () => {
    const longest = { place: mostMultiNodeChunks - 1, error: "E".repeat(40), cause: "" };
    const all = JSON.stringify(Array(mostMultiNodeChunks).fill(longest));
    expect(all.length + longestCauses).to.be.below(limits.payloadBytes);
  });

  it("refuses a plan of more chunks", async () => {
    expect(await run(mostMultiNodeChunks + 1)).to.include({ error: "TooManyChunks" });
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

  it("has the rights to submit to its queue, to look and to stop there, to start itself, and no more", () => {
    const statements = built.permissions(values, arn);
    const on = (action: string) =>
      statements.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource);
    expect(on("batch:SubmitJob")).to.have.members([
      values["jobQueue.on-demand"],
      values["jobDefinition.find-duplicates"],
    ]);
    expect(on("batch:TerminateJob")).to.deep.equal([`arn:aws:batch:${region}:${account}:job/*`]);
    expect(on("states:StartExecution")).to.deep.equal([arn]);
    expect(on("events:PutRule")).to.deep.equal([]);
  });
});
