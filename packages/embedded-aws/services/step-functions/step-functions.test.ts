import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { account, Embedded, eventually, region } from "../../testing/embedded-step-functions.ts";
import { errorName, passing, startExecution, waiting } from "../../testing/executions.ts";

describe("the Step Functions service", () => {
  const startedAt = new Date("2026-03-04T05:06:07.089Z");
  let clock: VirtualClock;
  let aws: Embedded;
  beforeEach(async () => {
    clock = new VirtualClock(startedAt.getTime());
    aws = await new Embedded(clock).start();
  });
  afterEach(() => aws.stop());

  const status = async (executionArn: string | undefined) =>
    (await aws.client.send(new DescribeExecutionCommand({ executionArn }))).status;

  it("starts an execution and describes it, with dates as dates", async () => {
    const stateMachineArn = aws.create("slow", waiting);
    const { executionArn, startDate } = await startExecution(aws, stateMachineArn, "run-1", '{"a":1}');
    expect(executionArn).to.equal(`arn:aws:states:${region}:${account}:execution:slow:run-1`);
    expect(startDate).to.deep.equal(startedAt);
    const { $metadata: _running, ...running } = await aws.client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    expect(running).to.deep.equal({
      executionArn,
      stateMachineArn,
      name: "run-1",
      status: "RUNNING",
      startDate: startedAt,
      input: '{"a":1}',
      inputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is RUNNING and cannot be redriven",
    });
    clock.advance(3_600_000);
    const done = await eventually(async () => {
      const execution = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status === "RUNNING" ? undefined : execution;
    });
    expect(done).to.deep.include({
      status: "SUCCEEDED",
      output: '{"a":1}',
      outputDetails: { included: true },
      stopDate: new Date(startedAt.getTime() + 3_600_000),
    });
  });

  it("starting the same execution again is the same while it runs, and an error afterwards", async () => {
    const arn = aws.create("slow", waiting);
    const first = await startExecution(aws, arn, "once", "{}");
    clock.advance(1000);
    const again = await startExecution(aws, arn, "once", "{}");
    expect(again.executionArn).to.equal(first.executionArn);
    expect(again.startDate).to.deep.equal(first.startDate);
    expect(await errorName(startExecution(aws, arn, "once", '{"other":1}'))).to.equal(
      "ExecutionAlreadyExists",
    );
    await aws.client.send(new StopExecutionCommand({ executionArn: first.executionArn }));
    expect(await errorName(startExecution(aws, arn, "once", "{}"))).to.equal("ExecutionAlreadyExists");
  });

  it("keeps for an execution the definition it was started with", async () => {
    const arn = aws.create("machine", waiting);
    const { executionArn } = await startExecution(aws, arn);
    aws.create("machine", passing);
    const kept = await aws.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(JSON.parse(kept.definition ?? "")).to.deep.include(waiting);
    const now = await aws.client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
    expect(JSON.parse(now.definition ?? "")).to.deep.include(passing);
  });

  it("stops an execution once, with error and cause", async () => {
    const { executionArn } = await startExecution(aws, aws.create("slow", waiting));
    const { stopDate } = await aws.client.send(
      new StopExecutionCommand({ executionArn, error: "Operator", cause: "enough" }),
    );
    clock.advance(5000);
    const again = await aws.client.send(new StopExecutionCommand({ executionArn, error: "Other" }));
    expect(again.stopDate).to.deep.equal(stopDate);
    const described = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).to.include({ status: "ABORTED", error: "Operator", cause: "enough" });
    const { events } = await aws.client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.map(({ type, previousEventId }) => `${type}<${previousEventId}`)).to.deep.equal([
      "ExecutionStarted<0",
      "WaitStateEntered<0",
      "ExecutionAborted<0",
    ]);
  });

  it("times out an execution as a whole", async () => {
    const { executionArn } = await startExecution(
      aws,
      aws.create("slow", { ...waiting, TimeoutSeconds: 60 }),
    );
    clock.advance(60_000);
    expect(await status(executionArn)).to.equal("TIMED_OUT");
    const { events } = await aws.client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.at(-1)).to.deep.include({
      type: "ExecutionTimedOut",
      previousEventId: 0,
      executionTimedOutEventDetails: { error: "States.Timeout" },
    });
  });

  it("stop() ends all executions", async () => {
    const arn = aws.create("slow", waiting);
    const { executionArn } = await startExecution(aws, arn);
    await aws.stepFunctions.stop();
    expect(await status(executionArn)).to.equal("ABORTED");
  });
});
