import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { Embedded, eventually, isOver, machineArn, region, roleArn } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { jobsOfRun } from "../../contract/job-names.ts";
import type { PlanRequest, PlanResult } from "../../contract/plan.ts";
import type { SummaryRequest, SummaryResult } from "../../contract/summary.ts";
import { buildWorkflow } from "../../workflow-kit/at-deploy/build-workflow.ts";
import { catalogImport } from "./workflow.ts";

/** The machine that `pulumi up` deploys, with exactly the rights that are derived from it. */
describe("the catalog-import machine", () => {
  const account = "000000000000";
  const values = {
    metadataFunction: `arn:aws:lambda:${region}:${account}:function:metadata`,
    summaryFunction: `arn:aws:lambda:${region}:${account}:function:summary`,
    "jobQueue.compute": `arn:aws:batch:${region}:${account}:job-queue/work`,
    "jobDefinition.fetch": `arn:aws:batch:${region}:${account}:job-definition/fetch:1`,
    "jobDefinition.download": `arn:aws:batch:${region}:${account}:job-definition/download:1`,
    "jobDefinition.rescale": `arn:aws:batch:${region}:${account}:job-definition/rescale:1`,
  };
  let aws: Embedded;
  let plans: PlanRequest[];
  let summaries: SummaryRequest[];

  beforeEach(async () => {
    plans = [];
    summaries = [];
    aws = await new Embedded().start();
    const built = buildWorkflow(catalogImport);
    aws.identity.putRolePolicy("machine", "derived", {
      Version: "2012-10-17",
      Statement: built.permissions(values).map((statement) => ({ ...statement })),
    });
    aws.stepFunctions.createStateMachine({
      name: "catalog-import",
      arn: machineArn("catalog-import"),
      roleArn,
      definition: built.definition(values),
    });
    aws.handlers.set("summary", (event): SummaryResult => {
      const request = event as SummaryRequest;
      summaries.push(request);
      const failed = request.shards.find(({ error }) => error);
      return {
        runId: request.runId,
        succeeded: failed === undefined,
        reason: failed?.error?.cause ?? "1 tenant succeeded",
        tenants: { succeeded: 1, failed: 0, skipped: 0 },
      };
    });
  });
  afterEach(() => aws.stop());

  /** Plans shards of these sizes. */
  const plan = (...sizes: number[]) => {
    aws.handlers.set("metadata", (event): PlanResult => {
      const request = event as PlanRequest;
      plans.push(request);
      return {
        runId: request.execution,
        manifest: `runs/catalog-import/${request.execution}/`,
        chunks: sizes.reduce((sum, size) => sum + size, 0),
        shards: sizes.map((size, index) => ({ index, offset: index * 10_000, size })),
        tenants: 1,
        skipped: 0,
        reason: "planned",
      };
    });
  };
  const start = async (name: string, input = {}) => {
    const stateMachineArn = machineArn("catalog-import");
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    return (await aws.client.send(command)).executionArn;
  };
  const ended = (executionArn: string | undefined) =>
    eventually(async () => {
      const execution = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
      return isOver(execution.status) ? execution : undefined;
    });
  const entered = async (executionArn: string | undefined) => {
    const { events } = await aws.client.send(new GetExecutionHistoryCommand({ executionArn }));
    return (events ?? []).flatMap(({ stateEnteredEventDetails: entry }) =>
      entry?.name === undefined ? [] : [entry.name],
    );
  };

  it("a run: plans, runs each shard's chain with N_TO_N, and ends with the summary", async () => {
    plan(10_000, 20);
    aws.batch.onSubmitted((id) => setImmediate(() => aws.batch.end(id, "SUCCEEDED")));
    const execution = await ended(await start("run-1", { tenants: ["acme"] }));
    expect(execution).to.include({ status: "SUCCEEDED" }, execution.cause);
    const { startDate } = execution;
    expect(plans).to.deep.equal([
      {
        ...{ workflow: "catalog-import", execution: "run-1", input: { tenants: ["acme"] } },
        startedAt: startDate?.toISOString(),
        stateMachine: machineArn("catalog-import"),
      },
    ]);
    const jobs = jobsOfRun("catalog-import", "run-1", "run-1");
    const submitted = aws.batch.submissions.map(({ jobName, arrayProperties }) => [
      jobName,
      arrayProperties?.size,
    ]);
    expect(submitted).to.have.deep.members(
      ["fetch", "download", "rescale"].flatMap((stage) => [
        [`${jobs}-0-${stage}`, 10_000],
        [`${jobs}-1-${stage}`, 20],
      ]),
    );
    const chained = aws.batch.submissions.flatMap(({ dependsOn }) => dependsOn ?? []);
    expect(chained.map(({ type }) => type)).to.deep.equal(["N_TO_N", "N_TO_N", "N_TO_N", "N_TO_N"]);
    const second = aws.batch.submissions.find(({ jobName }) => jobName === `${jobs}-1-fetch`);
    expect(second?.containerOverrides?.environment).to.deep.equal([
      { name: "BATCHLINE_RUN_ID", value: "run-1" },
      { name: "BATCHLINE_EXECUTION", value: "run-1" },
      { name: "BATCHLINE_MANIFEST", value: "runs/catalog-import/run-1/" },
      { name: "BATCHLINE_SHARD_OFFSET", value: "10000" },
    ]);
    expect(summaries[0]?.shards.map(({ index, size, error }) => ({ index, size, error }))).to.deep.equal([
      { index: 0, size: 10_000, error: null },
      { index: 1, size: 20, error: null },
    ]);
    expect(JSON.parse(execution.output ?? "")).to.include({ succeeded: true });
  });

  it("one chunk: plain jobs", async () => {
    plan(1);
    aws.batch.onSubmitted((id) => setImmediate(() => aws.batch.end(id, "SUCCEEDED")));
    expect(await ended(await start("run-1"))).to.include({ status: "SUCCEEDED" });
    expect(aws.batch.submissions.map(({ arrayProperties }) => arrayProperties)).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
    expect(aws.batch.submissions[1]?.dependsOn).to.deep.equal([{ jobId: "job-1" }]);
  });

  it("an empty plan: nothing is submitted", async () => {
    plan();
    const executionArn = await start("run-1");
    expect(await ended(executionArn)).to.include({ status: "SUCCEEDED" });
    expect(await entered(executionArn)).to.deep.equal([
      "Plan in turn",
      "Plan",
      "Another run under way?",
      "Plan in turn: result",
      "Anything to do?",
      "Nothing to do",
    ]);
    expect(aws.batch.submissions).to.deep.equal([]);
  });

  it("a failed stage: the first cause is kept, and the submitted jobs are terminated", async () => {
    plan(5);
    aws.batch.onSubmitted((id) =>
      setImmediate(() => {
        if (aws.batch.submissions.length < 3) return;
        aws.batch.end("job-1", "FAILED", "Host EC2 (instance i-1) terminated.");
        aws.batch.end(id, "FAILED", "Dependent Job failed");
      }),
    );
    const executionArn = await start("run-1");
    const execution = await ended(executionArn);
    expect(execution).to.include({ status: "FAILED", error: "RunFailed" });
    expect(execution.cause).to.include("Host EC2 (instance i-1) terminated.");
    expect(summaries[0]?.shards[0]?.jobs).to.deep.equal({
      fetch: "job-1",
      download: "job-2",
      rescale: "job-3",
    });
    expect(aws.batch.jobs.map(({ status }) => status)).to.deep.equal(["FAILED", "FAILED", "FAILED"]);
  });

  it("a stopped execution: terminates the running job", async () => {
    plan(5);
    const executionArn = await start("run-1");
    await eventually(() => aws.batch.job("job-3"));
    await aws.client.send(new StopExecutionCommand({ executionArn }));
    await eventually(() => (aws.batch.job("job-3")?.status === "FAILED" ? true : undefined));
    expect((await ended(executionArn)).status).to.equal("ABORTED");
  });
});
