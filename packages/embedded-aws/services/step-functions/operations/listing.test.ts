import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListStateMachinesCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { Embedded, eventually, roleArn } from "../../../testing/embedded-step-functions.ts";
import { passing, startExecution, waiting } from "../../../testing/executions.ts";

describe("the Step Functions service: lists and histories", () => {
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
    const includedData = "METADATA_ONLY";
    const metadata = await aws.client.send(
      new DescribeStateMachineCommand({ stateMachineArn, includedData }),
    );
    expect(metadata.definition).to.equal("{}");
    const { stateMachines } = await aws.client.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map(({ name, creationDate }) => ({ name, creationDate }))).to.deep.equal([
      { name: "slow", creationDate: startedAt },
      { name: "quick", creationDate: startedAt },
    ]);
  });

  it("lists executions newest first, by status and in pages", async () => {
    const slow = aws.create("slow", waiting);
    for (const name of ["a", "b", "c", "d", "e"]) await startExecution(aws, slow, name);
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
    const { executionArn } = await startExecution(
      aws,
      aws.create("quick", passing),
      undefined,
      '{"secret":1}',
    );
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
});
