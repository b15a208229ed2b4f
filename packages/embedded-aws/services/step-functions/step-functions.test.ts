import {
  CreateActivityCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { InvalidDefinitionError } from "@batchline/asl";
import { refusedExpressions } from "@batchline/asl/testing";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import {
  account,
  Embedded,
  eventually,
  machineArn,
  region,
  roleArn,
  trusting,
} from "../../testing/embedded-step-functions.ts";

const waiting = {
  StartAt: "W",
  States: { W: { Type: "Wait", Seconds: 3600, Output: "{% $states.input %}", End: true } },
};
const passing = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };

describe("the Step Functions service", () => {
  const startedAt = new Date("2026-03-04T05:06:07.089Z");
  let clock: VirtualClock;
  let aws: Embedded;
  beforeEach(async () => {
    clock = new VirtualClock(startedAt.getTime());
    aws = await new Embedded(clock).start();
  });
  afterEach(() => aws.stop());

  const start = (stateMachineArn: string, name?: string, input?: string) =>
    aws.client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
  const code = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "no error",
      (error: Error) => error.name,
    );
  const status = async (executionArn: string | undefined) =>
    (await aws.client.send(new DescribeExecutionCommand({ executionArn }))).status;

  it("starts an execution and describes it, with dates as dates", async () => {
    const stateMachineArn = aws.create("slow", waiting);
    const { executionArn, startDate } = await start(stateMachineArn, "run-1", '{"a":1}');
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
    const first = await start(arn, "once", "{}");
    clock.advance(1000);
    const again = await start(arn, "once", "{}");
    expect(again.executionArn).to.equal(first.executionArn);
    expect(again.startDate).to.deep.equal(first.startDate);
    expect(await code(start(arn, "once", '{"other":1}'))).to.equal("ExecutionAlreadyExists");
    await aws.client.send(new StopExecutionCommand({ executionArn: first.executionArn }));
    expect(await code(start(arn, "once", "{}"))).to.equal("ExecutionAlreadyExists");
  });

  it("refuses with AWS's own errors", async () => {
    const arn = aws.create("slow", waiting);
    const executionArn = "arn:aws:states:eu-central-1:000000000000:execution:slow:none";
    expect(await code(start(machineArn("none")))).to.equal("StateMachineDoesNotExist");
    expect(await code(start(arn, "with space"))).to.equal("InvalidName");
    expect(await code(start(arn, "x".repeat(81)))).to.equal("InvalidName");
    expect(await code(start(arn, undefined, "not json"))).to.equal("InvalidExecutionInput");
    expect(await code(start(arn, undefined, `"${"x".repeat(262_144)}"`))).to.equal("InvalidExecutionInput");
    for (const command of [
      new DescribeExecutionCommand({ executionArn }),
      new StopExecutionCommand({ executionArn }),
      new GetExecutionHistoryCommand({ executionArn }),
      new DescribeStateMachineForExecutionCommand({ executionArn }),
    ]) {
      expect(await code(aws.client.send(command as DescribeExecutionCommand))).to.equal(
        "ExecutionDoesNotExist",
      );
    }
    expect(
      await code(aws.client.send(new ListExecutionsCommand({ stateMachineArn: arn, nextToken: "junk" }))),
    ).to.equal("InvalidToken");
  });

  it("names an unknown operation", async () => {
    const failure = await aws.client
      .send(new CreateActivityCommand({ name: "a" }))
      .catch((error: Error) => error);
    expect(failure).to.include({ name: "UnknownOperationException" });
    expect((failure as Error).message).to.include("states:CreateActivity");
  });

  it("describes and lists state machines", async () => {
    const stateMachineArn = aws.create("slow", waiting);
    aws.create("quick", passing);
    const described = await aws.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).to.deep.include({
      name: "slow",
      status: "ACTIVE",
      type: "STANDARD",
      roleArn,
      creationDate: startedAt,
    });
    expect(JSON.parse(described.definition ?? "")).to.deep.include(waiting);
    const { stateMachines } = await aws.client.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map(({ name, creationDate }) => ({ name, creationDate }))).to.deep.equal([
      { name: "slow", creationDate: startedAt },
      { name: "quick", creationDate: startedAt },
    ]);
  });

  it("keeps for an execution the definition it was started with", async () => {
    const arn = aws.create("machine", waiting);
    const { executionArn } = await start(arn);
    aws.create("machine", passing);
    const kept = await aws.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(JSON.parse(kept.definition ?? "")).to.deep.include(waiting);
    const now = await aws.client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
    expect(JSON.parse(now.definition ?? "")).to.deep.include(passing);
  });

  it("lists executions newest first, by status and in pages", async () => {
    const slow = aws.create("slow", waiting);
    for (const name of ["a", "b", "c", "d", "e"]) await start(slow, name);
    const stop = async (name: string) => {
      const executionArn = `${slow.replace("stateMachine", "execution")}:${name}`;
      await aws.client.send(new StopExecutionCommand({ executionArn }));
    };
    await stop("b");
    await stop("d");
    const list = async (input: { statusFilter?: "RUNNING" | "ABORTED" } = {}) => {
      const pages: string[][] = [];
      const request = { stateMachineArn: slow, maxResults: 2, ...input };
      for await (const { executions } of paginateListExecutions({ client: aws.client }, request)) {
        pages.push((executions ?? []).map(({ name }) => name ?? ""));
      }
      return pages;
    };
    expect(await list()).to.deep.equal([["e", "d"], ["c", "b"], ["a"]]);
    expect(await list({ statusFilter: "RUNNING" })).to.deep.equal([["e", "c"], ["a"]]);
    expect(await list({ statusFilter: "ABORTED" })).to.deep.equal([["d", "b"]]);
  });

  it("returns the history in pages, in either order, with data or without", async () => {
    const { executionArn } = await start(aws.create("quick", passing), undefined, '{"secret":1}');
    await eventually(async () => ((await status(executionArn)) === "RUNNING" ? undefined : true));
    const types = async (more: object) => {
      const pages: (string | undefined)[][] = [];
      const request = { executionArn, maxResults: 3, ...more };
      for await (const { events } of paginateGetExecutionHistory({ client: aws.client }, request)) {
        pages.push((events ?? []).map(({ type }) => type));
      }
      return pages;
    };
    const order = ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"];
    expect(await types({})).to.deep.equal([order.slice(0, 3), order.slice(3)]);
    const backwards = [...order].reverse();
    expect(await types({ reverseOrder: true })).to.deep.equal([backwards.slice(0, 3), backwards.slice(3)]);
    const history = (more: object) =>
      aws.client.send(new GetExecutionHistoryCommand({ executionArn, ...more }));
    const { events } = await history({});
    expect(events?.[0]).to.deep.equal({
      timestamp: startedAt,
      type: "ExecutionStarted",
      id: 1,
      previousEventId: 0,
      executionStartedEventDetails: { input: '{"secret":1}', inputDetails: { truncated: false }, roleArn },
    });
    const bare = await history({ includeExecutionData: false });
    expect(bare.events?.map((event) => event.stateEnteredEventDetails ?? null)).to.deep.equal([
      null,
      { name: "P" },
      null,
      null,
    ]);
    expect(JSON.stringify(bare.events)).to.not.include("secret");
  });

  it("stops an execution once, with error and cause", async () => {
    const { executionArn } = await start(aws.create("slow", waiting));
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
    const { executionArn } = await start(aws.create("slow", { ...waiting, TimeoutSeconds: 60 }));
    clock.advance(60_000);
    expect(await status(executionArn)).to.equal("TIMED_OUT");
    const { events } = await aws.client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.at(-1)).to.deep.include({
      type: "ExecutionTimedOut",
      previousEventId: 0,
      executionTimedOutEventDetails: { error: "States.Timeout" },
    });
  });

  it("authorises every operation on the machine or the execution", async () => {
    const arn = aws.create("slow", waiting);
    const { executionArn } = await start(arn, "run-1");
    aws.identity.putRole({
      name: "viewer",
      arn: `arn:aws:iam::${account}:role/viewer`,
      trust: trusting("ec2.amazonaws.com"),
    });
    aws.identity.putRolePolicy("viewer", "view", {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "states:Describe*", Resource: [executionArn ?? "", arn] }],
    });
    const viewer = aws.clientOf(
      aws.identity.credentialsFor(`arn:aws:iam::${account}:role/viewer`, "someone"),
    );
    try {
      expect(await code(viewer.send(new DescribeExecutionCommand({ executionArn })))).to.equal("no error");
      expect(await code(viewer.send(new DescribeStateMachineCommand({ stateMachineArn: arn })))).to.equal(
        "no error",
      );
      for (const refused of [
        viewer.send(new StartExecutionCommand({ stateMachineArn: arn })),
        viewer.send(new StopExecutionCommand({ executionArn })),
        viewer.send(new GetExecutionHistoryCommand({ executionArn })),
        viewer.send(new ListExecutionsCommand({ stateMachineArn: arn })),
        viewer.send(new ListStateMachinesCommand({})),
      ]) {
        expect(await code(refused)).to.equal("AccessDeniedException");
      }
    } finally {
      viewer.destroy();
    }
  });

  it("refuses a role that does not trust Step Functions, and types it does not have", () => {
    aws.identity.putRole({ name: "machine", arn: roleArn, trust: trusting("lambda.amazonaws.com") });
    expect(() => aws.create("slow", waiting)).to.throw(
      InvalidDefinitionError,
      "its trust policy must allow it",
    );
    const express = {
      name: "x",
      arn: machineArn("x"),
      roleArn,
      definition: JSON.stringify(passing),
      type: "EXPRESS",
    };
    expect(() => aws.stepFunctions.createStateMachine(express)).to.throw(
      InvalidDefinitionError,
      "STANDARD state machines only",
    );
  });

  it("refuses expressions that AWS refuses, and machines without an end", () => {
    const refusal = (definition: object): InvalidDefinitionError => {
      try {
        aws.create("refused", definition);
      } catch (error) {
        if (error instanceof InvalidDefinitionError) return error;
        throw error;
      }
      return expect.fail("it was accepted");
    };
    const machine = (States: object) => ({ QueryLanguage: "JSONata", StartAt: "E", States });
    for (const [source, problem, message] of refusedExpressions) {
      const error = refusal(machine({ E: { Type: "Pass", Output: { v: `{% ${source} %}` }, End: true } }));
      expect(error.code, source).to.equal(problem);
      expect(error.message).to.include(message).and.to.include(" at /States/E/Output/v");
    }
    const loop = machine({ E: { Type: "Pass", Next: "F" }, F: { Type: "Pass", Next: "E" } });
    expect(refusal(loop).message).to.equal(
      "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at /'",
    );
  });

  it("stop() ends all executions", async () => {
    const arn = aws.create("slow", waiting);
    const { executionArn } = await start(arn);
    await aws.stepFunctions.stop();
    expect(await status(executionArn)).to.equal("ABORTED");
  });
});
