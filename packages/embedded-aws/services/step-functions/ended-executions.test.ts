import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { childrenOf, mapOf, mapRunOf } from "../../testing/distributed-maps.ts";
import { Embedded } from "../../testing/embedded-step-functions.ts";
import { ended, passing, startExecution, waiting } from "../../testing/executions.ts";
import { EndedExecutions } from "./ended-executions.ts";

describe("executions that ended in an earlier session", () => {
  const dayMs = 24 * 3_600_000;
  let dir: string;
  let clock: VirtualClock;
  const sessions: Embedded[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "batchline-ended-"));
    clock = new VirtualClock(Date.parse("2026-03-04T05:06:07.089Z"));
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.stop();
    await rm(dir, { recursive: true });
  });

  const file = () => join(dir, "ended.jsonl");
  async function session(): Promise<Embedded> {
    const aws = await new Embedded(clock, { ended: new EndedExecutions(file(), clock) }).start();
    await aws.stepFunctions.restoreEnded();
    sessions.push(aws);
    return aws;
  }
  const ran = async (aws: Embedded, stateMachineArn: string, name: string, input?: string) => {
    const { executionArn = "" } = await startExecution(aws, stateMachineArn, name, input);
    await ended(aws, executionArn);
    return executionArn;
  };
  const names = async (aws: Embedded, stateMachineArn: string) => {
    const { executions } = await aws.client.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions?.map(({ name, status }) => `${name} ${status}`);
  };

  it("are described and listed, with their history and their machine of then", async () => {
    const first = await session();
    const arn = first.create("quick", passing);
    const executionArn = await ran(first, arn, "run-1", '{"a":1}');
    const answers = async ({ client }: Embedded) =>
      JSON.stringify([
        {
          ...(await client.send(new DescribeExecutionCommand({ executionArn }))),
          redriveStatusReason: "",
          $metadata: {},
        },
        (await client.send(new GetExecutionHistoryCommand({ executionArn }))).events,
        (await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }))).definition,
      ]);
    const before = await answers(first);
    await first.stop();
    const second = await session();
    expect(await answers(second)).to.equal(before);
    second.create("quick", passing);
    expect(await names(second, arn)).to.deep.equal(["run-1 SUCCEEDED"]);
    const again = startExecution(second, arn, "run-1", '{"a":1}');
    expect((await rejection(again)).name).to.equal("ExecutionAlreadyExists");
  });

  it("have their Map Runs, with the children", async () => {
    const first = await session();
    first.allow("states:StartExecution", "states:RedriveExecution");
    const executionArn = await ran(first, first.create("machine", mapOf(passing)), "run-1", "[1,2]");
    const answers = async (aws: Embedded) => {
      const { $metadata: _, ...mapRun } = await mapRunOf(aws, executionArn);
      return { mapRun, children: (await childrenOf(aws, mapRun.mapRunArn)).map(({ name }) => name).sort() };
    };
    const before = await answers(first);
    expect(before.mapRun.executionCounts).to.include({ succeeded: 2, total: 2 });
    await first.stop();
    expect(await answers(await session())).to.deep.equal(before);
  });

  it("include those that the end of the session aborted; they cannot be redriven", async () => {
    const first = await session();
    const arn = first.create("slow", waiting);
    const { executionArn } = await startExecution(first, arn, "run-1");
    await first.stop();
    const second = await session();
    second.create("slow", waiting);
    expect(await names(second, arn)).to.deep.equal(["run-1 ABORTED"]);
    const redriven = second.client.send(new RedriveExecutionCommand({ executionArn }));
    expect((await rejection(redriven)).name).to.equal("ExecutionNotRedrivable");
    await second.client.send(new StopExecutionCommand({ executionArn }));
  });

  it("are gone after 90 days, and with their machine", async () => {
    const first = await session();
    const arn = first.create("quick", passing);
    await ran(first, arn, "old");
    clock.advance(60 * dayMs);
    const gone = first.create("gone", passing);
    for (const [machine, name] of [
      [arn, "new"],
      [gone, "any"],
    ] as const)
      await ran(first, machine, name);
    await first.stop();
    clock.advance(31 * dayMs);
    const second = await session();
    second.create("quick", passing);
    second.create("gone", passing);
    expect(await names(second, arn)).to.deep.equal(["new SUCCEEDED"]);
    await second.stepFunctions.deleteStateMachine(gone);
    await second.stop();
    const third = await session();
    third.create("gone", passing);
    expect(await names(third, gone)).to.deep.equal([]);
  });

  it("are found after the process was killed while it wrote one", async () => {
    const first = await session();
    const arn = first.create("quick", passing);
    await ran(first, arn, "run-1");
    await first.stop();
    const whole = await readFile(file(), "utf8");
    await appendFile(file(), whole.slice(0, 300));
    for (const expected of [["run-1 SUCCEEDED"], ["run-2 SUCCEEDED", "run-1 SUCCEEDED"]]) {
      const next = await session();
      next.create("quick", passing);
      expect(await names(next, arn)).to.deep.equal(expected);
      if (expected.length === 1) await ran(next, arn, "run-2");
      await next.stop();
    }
  });
});
