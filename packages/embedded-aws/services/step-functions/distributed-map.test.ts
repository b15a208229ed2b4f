import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { chainOf, childrenOf, mapOf, mapRunOf, working } from "../../testing/distributed-maps.ts";
import { Embedded, eventually, FunctionError, machineArn } from "../../testing/embedded-step-functions.ts";
import { ended, passing, runMachine, startMachine } from "../../testing/executions.ts";

describe("distributed Map", () => {
  let clock: VirtualClock;
  let aws: Embedded;

  beforeEach(async () => {
    clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
    aws = await new Embedded(clock).start();
    aws.allow("lambda:*", "states:*");
  });
  afterEach(() => aws.stop());

  describe("children", () => {
    it("are executions of their own, outputs in the items' order", async () => {
      const executionArn = await startMachine(aws, mapOf(passing), [1, 2, 3], { name: "run-1" });
      const execution = await ended(aws, executionArn);
      expect(execution.output).to.equal("[1,2,3]");
      expect(await chainOf(aws, executionArn)).to.deep.equal([
        "ExecutionStarted<0",
        "MapStateEntered<0",
        "MapStateStarted<2",
        "MapRunStarted<3",
        "MapRunSucceeded<4",
        "MapStateSucceeded<5",
        "MapStateExited<4",
        "ExecutionSucceeded<7",
      ]);
      const mapRun = await mapRunOf(aws, executionArn);
      expect(mapRun.mapRunArn).to.match(
        /^arn:aws:states:eu-central-1:000000000000:mapRun:machine\/Each:[\da-f-]{36}$/,
      );
      const children = await childrenOf(aws, mapRun.mapRunArn);
      expect(children).to.have.length(3);
      const child = await aws.client.send(
        new DescribeExecutionCommand({ executionArn: children[0]?.executionArn }),
      );
      expect(child).to.deep.include({
        stateMachineArn: `${machineArn("machine")}/Each`,
        mapRunArn: mapRun.mapRunArn,
        status: "SUCCEEDED",
        input: "3",
      });
      expect(child.executionArn).to.match(/:execution:machine\/Each:[\da-f-]{36}$/);
      expect(await chainOf(aws, child.executionArn ?? "")).to.deep.equal([
        "ExecutionStarted<0",
        "PassStateEntered<0",
        "PassStateExited<2",
        "ExecutionSucceeded<3",
      ]);
      const definition = await aws.client.send(
        new DescribeStateMachineForExecutionCommand({ executionArn: child.executionArn }),
      );
      expect(definition).to.deep.include({ label: "Each", mapRunArn: mapRun.mapRunArn });
      const own = await aws.client.send(
        new ListExecutionsCommand({ stateMachineArn: machineArn("machine") }),
      );
      expect(own.executions?.map(({ name }) => name)).to.deep.equal(["run-1"]);
    });

    it("run at most MaxConcurrency at once", async () => {
      const wait = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 60, End: true } } };
      const executionArn = await startMachine(aws, mapOf(wait, { MaxConcurrency: 2 }), [1, 2, 3]);
      const standsAt = (running: number, pending: number) =>
        eventually(async () => {
          const { executionCounts } = await mapRunOf(aws, executionArn);
          return executionCounts?.running === running && executionCounts.pending === pending
            ? true
            : undefined;
        });
      await standsAt(2, 1);
      clock.advance(60_000);
      await standsAt(1, 0);
    });

    it("wait on the clock as the machine does", async () => {
      const wait = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 86_400, End: true } } };
      const executionArn = await startMachine(aws, mapOf(wait), ["a", "b"]);
      const mapRun = await eventually(async () => {
        const found = await mapRunOf(aws, executionArn).catch(() => undefined);
        return found?.executionCounts?.running === 2 ? found : undefined;
      });
      expect(mapRun).to.deep.include({ status: "RUNNING", maxConcurrency: 10_000 });
      clock.advance(86_400_000);
      expect((await ended(aws, executionArn)).status).to.equal("SUCCEEDED");
    });

    it("have five minutes when they are Express executions", async () => {
      const executionArn = await startMachine(
        aws,
        mapOf(
          {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
            StartAt: "W",
            States: { W: { Type: "Wait", Seconds: 301, End: true } },
          },
          { ToleratedFailureCount: 1 },
        ),
        [1],
      );
      await eventually(async () =>
        (await mapRunOf(aws, executionArn)).executionCounts?.running === 1 ? true : undefined,
      );
      clock.advance(300_000);
      expect((await ended(aws, executionArn)).output).to.equal("[]");
      expect((await mapRunOf(aws, executionArn)).executionCounts).to.deep.include({ timedOut: 1 });
    });

    it("do not see the variables around the Map", async () => {
      const definition = mapOf({
        StartAt: "P",
        States: { P: { Type: "Pass", Output: "{% $exists($outer) %}", End: true } },
      });
      const { output } = await runMachine(aws, {
        StartAt: "Set",
        States: {
          Set: { Type: "Pass", Assign: { outer: 1 }, Output: [1], Next: "Each" },
          ...definition.States,
        },
      });
      expect(output).to.deep.equal([false]);
    });

    it("are stopped with the execution", async () => {
      const wait = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 10, End: true } } };
      const executionArn = await startMachine(aws, mapOf(wait), [1]);
      await eventually(
        async () => (await mapRunOf(aws, executionArn)).executionCounts?.running === 1 || undefined,
      );
      await aws.client.send(new StopExecutionCommand({ executionArn }));
      const mapRun = await eventually(async () => {
        const found = await mapRunOf(aws, executionArn);
        return found.status === "RUNNING" ? undefined : found;
      });
      expect(mapRun.status).to.equal("ABORTED");
      expect(mapRun.executionCounts).to.deep.include({ aborted: 1, total: 1 });
    });

    it("need the right to start the machine", async () => {
      aws.allow("s3:*");
      const { error, cause } = await runMachine(aws, mapOf(passing), [1]);
      expect(error).to.equal("States.Permissions");
      expect(cause).to.include("states:StartExecution").and.to.include(machineArn("machine"));
    });
  });

  describe("ItemSelector and ItemBatcher", () => {
    it("shape the items, and put them in batches with what they share", async () => {
      const { output } = await runMachine(
        aws,
        mapOf(passing, {
          Items: "{% $states.input.items %}",
          ItemSelector: {
            n: "{% $states.context.Map.Item.Index %}",
            from: "{% $states.context.Map.Item.Source %}",
            v: "{% $states.context.Map.Item.Value %}",
          },
          ItemBatcher: { MaxItemsPerBatch: "{% 1 + 1 %}", BatchInput: { who: "{% $states.input.who %}" } },
        }),
        { items: ["a", "b", "c"], who: "me" },
      );
      const item = (n: number, v: string) => ({ n, from: "STATE_DATA", v });
      expect(output).to.deep.equal([
        { BatchInput: { who: "me" }, Items: [item(0, "a"), item(1, "b")] },
        { BatchInput: { who: "me" }, Items: [item(2, "c")] },
      ]);
    });

    it("counts items, not batches", async () => {
      aws.handlers.set("work", () => null);
      const executionArn = await startMachine(
        aws,
        mapOf(working, { ItemBatcher: { MaxItemsPerBatch: 2 } }),
        [1, 2, 3],
      );
      await ended(aws, executionArn);
      const { itemCounts, executionCounts } = await mapRunOf(aws, executionArn);
      expect(itemCounts).to.deep.include({ succeeded: 3, total: 3, failed: 0 });
      expect(executionCounts).to.deep.include({ succeeded: 2, total: 2, failed: 0 });
    });
  });

  it("is redriven with only those children that had not succeeded", async () => {
    const calls: unknown[] = [];
    let broken = true;
    aws.handlers.set("work", (event) => {
      calls.push(event);
      if (broken && event === "b") throw new FunctionError("Broken", "not yet");
      return event;
    });
    const executionArn = await startMachine(aws, mapOf(working, { MaxConcurrency: 1 }), ["a", "b", "c"]);
    await ended(aws, executionArn);
    broken = false;
    await aws.client.send(new RedriveExecutionCommand({ executionArn }));
    const execution = await ended(aws, executionArn);
    expect(execution.output).to.equal('["a","b","c"]');
    expect(calls).to.deep.equal(["a", "b", "b", "c"]);
    expect((await chainOf(aws, executionArn)).slice(-5)).to.deep.equal([
      "MapRunRedriven<8",
      "MapRunSucceeded<9",
      "MapStateSucceeded<10",
      "MapStateExited<9",
      "ExecutionSucceeded<12",
    ]);
    const mapRun = await mapRunOf(aws, executionArn);
    expect(mapRun).to.deep.include({ status: "SUCCEEDED", redriveCount: 1 });
    const children = await childrenOf(aws, mapRun.mapRunArn);
    expect(children.map(({ redriveCount }) => redriveCount)).to.deep.equal([0, 1, 0]);
    const filtered = async (redriveFilter: "REDRIVEN" | "NOT_REDRIVEN") =>
      (await aws.client.send(new ListExecutionsCommand({ mapRunArn: mapRun.mapRunArn, redriveFilter })))
        .executions?.length;
    expect([await filtered("REDRIVEN"), await filtered("NOT_REDRIVEN")]).to.deep.equal([1, 2]);
  });

  it("is not redriven without the right to redrive its children", async () => {
    aws.allow("lambda:*", "states:StartExecution");
    aws.handlers.set("work", () => {
      throw new FunctionError("Broken", "not yet");
    });
    const executionArn = await startMachine(aws, mapOf(working), ["a"]);
    await ended(aws, executionArn);
    await aws.client.send(new RedriveExecutionCommand({ executionArn }));
    const { error, cause } = await ended(aws, executionArn);
    expect(error).to.equal("States.Permissions");
    expect(cause).to.match(/states:RedriveExecution on resource: .*:execution:machine\/Each:\*/);
  });
});
