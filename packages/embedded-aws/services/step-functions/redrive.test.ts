import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { Embedded, eventually, FunctionError } from "../../testing/embedded-step-functions.ts";
import { ended, historyOf, startMachine } from "../../testing/executions.ts";

describe("RedriveExecution", () => {
  let clock: VirtualClock;
  let aws: Embedded;
  let calls: unknown[];
  let broken: (event: unknown) => boolean;

  beforeEach(async () => {
    calls = [];
    broken = () => true;
    clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
    aws = await new Embedded(clock).start();
    aws.allow("lambda:*");
    aws.handlers.set("work", (event) => {
      calls.push(event);
      if (broken(event)) throw new FunctionError("Broken", "not yet");
      return event;
    });
  });
  afterEach(() => aws.stop());

  const work = (Payload: string, more: object = {}) => ({
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: "work", Payload },
    Output: "{% $states.result.Payload %}",
    ...more,
  });
  const start = (definition: object) => startMachine(aws, definition, {}, { name: "run-1" });
  const redrive = (executionArn: string | undefined, clientToken?: string) =>
    aws.client.send(new RedriveExecutionCommand({ executionArn, ...(clientToken && { clientToken }) }));
  const types = async (executionArn: string) => (await historyOf(aws, executionArn)).map(({ type }) => type);

  it("resumes in the state that failed, with its variables", async () => {
    const executionArn = await start({
      StartAt: "First",
      States: {
        First: { ...work('"first"'), Assign: { kept: "{% $states.result.Payload %}" }, Next: "Second" },
        Second: work('"second"', {
          Output: ["{% $kept %}", "{% $states.context.Execution.RedriveCount %}"],
          End: true,
        }),
      },
    });
    broken = (event) => event === "second";
    expect(await ended(aws, executionArn)).to.include({
      status: "FAILED",
      redriveStatus: "REDRIVABLE",
      redriveCount: 0,
    });
    broken = () => false;
    clock.advance(60_000);
    const { redriveDate } = await redrive(executionArn);
    expect(redriveDate).to.deep.equal(new Date("2026-01-01T00:01:00Z"));
    const done = await ended(aws, executionArn);
    expect(done).to.deep.include({
      status: "SUCCEEDED",
      output: '["first",1]',
      redriveCount: 1,
      redriveDate,
    });
    expect(done.error).to.equal(undefined);
    expect(calls).to.deep.equal(["first", "second", "second"]);
    const { executions } = await aws.client.send(
      new ListExecutionsCommand({ stateMachineArn: done.stateMachineArn }),
    );
    expect(executions?.[0]).to.deep.include({ redriveCount: 1, redriveDate });
    expect((await types(executionArn)).slice(5)).to.deep.equal([
      "TaskStateExited",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskFailed",
      "ExecutionFailed",
      "ExecutionRedriven",
      "TaskScheduled",
      "TaskStarted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
  });

  it("runs only those iterations again that had not succeeded", async () => {
    const executionArn = await start({
      StartAt: "M",
      States: {
        M: {
          Type: "Map",
          Items: [1, 2, 3],
          MaxConcurrency: 1,
          ItemProcessor: {
            StartAt: "Before",
            States: {
              Before: { Type: "Pass", Assign: { n: "{% $states.input %}" }, Next: "Call" },
              Call: work("{% $n %}", { End: true }),
            },
          },
          End: true,
        },
      },
    });
    broken = (event) => event === 2;
    expect((await ended(aws, executionArn)).status).to.equal("FAILED");
    broken = () => false;
    await redrive(executionArn);
    expect((await ended(aws, executionArn)).output).to.equal("[1,2,3]");
    expect(calls).to.deep.equal([1, 2, 2, 3]);
  });

  it("resumes a stopped execution, and counts retries anew", async () => {
    const executionArn = await start({
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [
            { StartAt: "W", States: { W: { Type: "Wait", Seconds: 600, Output: "waited", End: true } } },
            { StartAt: "C", States: { C: work('"call"', { End: true }) } },
          ],
          End: true,
        },
      },
    });
    broken = () => false;
    await eventually(async () =>
      (await types(executionArn)).includes("TaskStateExited") ? true : undefined,
    );
    await aws.client.send(new StopExecutionCommand({ executionArn }));
    expect(await ended(aws, executionArn)).to.include({ status: "ABORTED", redriveStatus: "REDRIVABLE" });
    await redrive(executionArn);
    expect((await aws.client.send(new DescribeExecutionCommand({ executionArn }))).status).to.equal(
      "RUNNING",
    );
    clock.advance(600_000);
    expect((await ended(aws, executionArn)).output).to.equal('["waited","call"]');
    expect(calls).to.deep.equal(["call"]);
  });

  it("answers a client token again for 15 minutes, whatever the execution does", async () => {
    const executionArn = await start({ StartAt: "C", States: { C: work('"call"', { End: true }) } });
    await ended(aws, executionArn);
    const { redriveDate } = await redrive(executionArn, "once");
    await ended(aws, executionArn);
    clock.advance(14 * 60_000);
    expect((await redrive(executionArn, "once")).redriveDate).to.deep.equal(redriveDate);
    expect(calls).to.deep.equal(["call", "call"]);
    clock.advance(60_000);
    expect((await redrive(executionArn, "once")).redriveDate).not.to.deep.equal(redriveDate);
    expect((await ended(aws, executionArn)).redriveCount).to.equal(2);
  });

  it("refuses executions that run, that succeeded, or that ended more than 14 days ago", async () => {
    const refusal = (executionArn: string | undefined) =>
      redrive(executionArn).then(String, ({ name }) => name);
    broken = () => false;
    const succeeded = await start({ StartAt: "W", States: { W: { Type: "Wait", Seconds: 60, End: true } } });
    expect(await refusal(succeeded)).to.equal("ExecutionNotRedrivable");
    clock.advance(60_000);
    expect((await ended(aws, succeeded)).status).to.equal("SUCCEEDED");
    expect(await refusal(succeeded)).to.equal("ExecutionNotRedrivable");
    const failing = { StartAt: "F", States: { F: { Type: "Fail" } } };
    const executionArn = await startMachine(aws, failing, {}, { machine: "failing" });
    expect((await ended(aws, executionArn)).status).to.equal("FAILED");
    clock.advance(15 * 24 * 3_600_000);
    aws.client = aws.clientOf(aws.identity.operator);
    expect(await refusal(executionArn)).to.equal("ExecutionNotRedrivable");
    expect(await ended(aws, executionArn)).to.include({
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution redrivable period exceeded",
    });
    expect(await refusal(`${executionArn}x`)).to.equal("ExecutionDoesNotExist");
  });
});
