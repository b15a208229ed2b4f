import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import {
  Embedded,
  eventually,
  FunctionError,
  isOver,
  machineArn,
} from "../../testing/embedded-step-functions.ts";
import { type S3, startS3 } from "../s3/s3.ts";

describe("distributed Map", () => {
  let dir: string;
  let s3: S3;
  let clock: VirtualClock;
  let aws: Embedded;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "distributed-map-"));
    s3 = await startS3({ dir });
    await s3.createBucket("data");
  });
  after(async () => {
    await s3.stop();
    await rm(dir, { recursive: true });
  });
  beforeEach(async () => {
    clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
    aws = await new Embedded(clock).start([s3.service]);
    aws.allow("lambda:*", "s3:*", "states:*");
  });
  afterEach(() => aws.stop());

  const pass = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };
  const work = {
    StartAt: "W",
    States: {
      W: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: "work", Payload: "{% $states.input %}" },
        Output: "{% $states.result.Payload %}",
        End: true,
      },
    },
  };
  const mapOf = (processor: object, more: object = {}) => ({
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        Label: "Each",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          ...processor,
        },
        ...more,
        End: true,
      },
    },
  });
  const start = async (definition: object, input: unknown = {}) => {
    const stateMachineArn = aws.create("machine", definition);
    const command = new StartExecutionCommand({
      stateMachineArn,
      name: "run-1",
      input: JSON.stringify(input),
    });
    return (await aws.client.send(command)).executionArn ?? "";
  };
  const ended = (executionArn: string) =>
    eventually(async () => {
      const execution = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
      return isOver(execution.status) ? execution : undefined;
    });
  const run = async (definition: object, input: unknown = {}) => {
    const execution = await ended(await start(definition, input));
    return { ...execution, output: JSON.parse(execution.output ?? "null") };
  };
  const chainOf = async (executionArn: string) => {
    const { events = [] } = await aws.client.send(new GetExecutionHistoryCommand({ executionArn }));
    return events.map(({ type, previousEventId }) => `${type}<${previousEventId}`);
  };
  const mapRunOf = async (executionArn: string) => {
    const { mapRuns = [] } = await aws.client.send(new ListMapRunsCommand({ executionArn }));
    return aws.client.send(new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn }));
  };
  const childrenOf = async (mapRunArn: string | undefined) =>
    (await aws.client.send(new ListExecutionsCommand({ mapRunArn }))).executions ?? [];
  const objectAt = async (key: string) => JSON.parse(await read(key));
  /** S3 keeps objects as files under their own names. */
  const read = (key: string) => readFile(join(dir, "data", key), "utf8");

  describe("children", () => {
    it("are executions of their own, outputs in the items' order", async () => {
      const executionArn = await start(mapOf(pass), [1, 2, 3]);
      const execution = await ended(executionArn);
      expect(execution.output).to.equal("[1,2,3]");
      expect(await chainOf(executionArn)).to.deep.equal([
        "ExecutionStarted<0",
        "MapStateEntered<0",
        "MapStateStarted<2",
        "MapRunStarted<3",
        "MapRunSucceeded<4",
        "MapStateSucceeded<5",
        "MapStateExited<5",
        "ExecutionSucceeded<7",
      ]);
      const mapRun = await mapRunOf(executionArn);
      expect(mapRun.mapRunArn).to.match(
        /^arn:aws:states:eu-central-1:000000000000:mapRun:machine\/Each:[\da-f-]{36}$/,
      );
      const children = await childrenOf(mapRun.mapRunArn);
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
      expect(await chainOf(child.executionArn ?? "")).to.deep.equal([
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
      const executionArn = await start(mapOf(wait, { MaxConcurrency: 2 }), [1, 2, 3]);
      const standsAt = (running: number, pending: number) =>
        eventually(async () => {
          const { executionCounts } = await mapRunOf(executionArn);
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
      const executionArn = await start(mapOf(wait), ["a", "b"]);
      const mapRun = await eventually(async () => {
        const found = await mapRunOf(executionArn).catch(() => undefined);
        return found?.executionCounts?.running === 2 ? found : undefined;
      });
      expect(mapRun).to.deep.include({ status: "RUNNING", maxConcurrency: 10_000 });
      clock.advance(86_400_000);
      expect((await ended(executionArn)).status).to.equal("SUCCEEDED");
    });

    it("have five minutes when they are Express executions", async () => {
      const executionArn = await start(
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
        (await mapRunOf(executionArn)).executionCounts?.running === 1 ? true : undefined,
      );
      clock.advance(300_000);
      expect((await ended(executionArn)).output).to.equal("[]");
      expect((await mapRunOf(executionArn)).executionCounts).to.deep.include({ timedOut: 1 });
    });

    it("do not see the variables around the Map", async () => {
      const definition = mapOf({
        StartAt: "P",
        States: { P: { Type: "Pass", Output: "{% $exists($outer) %}", End: true } },
      });
      const { output } = await run({
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
      const executionArn = await start(mapOf(wait), [1]);
      await eventually(
        async () => (await mapRunOf(executionArn)).executionCounts?.running === 1 || undefined,
      );
      await aws.client.send(new StopExecutionCommand({ executionArn }));
      const mapRun = await eventually(async () => {
        const found = await mapRunOf(executionArn);
        return found.status === "RUNNING" ? undefined : found;
      });
      expect(mapRun.status).to.equal("ABORTED");
      expect(mapRun.executionCounts).to.deep.include({ aborted: 1, total: 1 });
    });

    it("need the right to start the machine", async () => {
      aws.allow("s3:*");
      const { error, cause } = await run(mapOf(pass), [1]);
      expect(error).to.equal("States.Permissions");
      expect(cause).to.include("states:StartExecution").and.to.include(machineArn("machine"));
    });
  });

  describe("ItemSelector and ItemBatcher", () => {
    it("shape the items, and put them in batches with what they share", async () => {
      const { output } = await run(
        mapOf(pass, {
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
      const executionArn = await start(mapOf(work, { ItemBatcher: { MaxItemsPerBatch: 2 } }), [1, 2, 3]);
      await ended(executionArn);
      const { itemCounts, executionCounts } = await mapRunOf(executionArn);
      expect(itemCounts).to.deep.include({ succeeded: 3, total: 3, failed: 0 });
      expect(executionCounts).to.deep.include({ succeeded: 2, total: 2, failed: 0 });
    });
  });

  describe("ItemReader", () => {
    const csv = 'id,name\n1,"Ada, Lovelace"\n2,Alan\n3\n';
    const reader = (key: string, ReaderConfig: object, Resource = "getObject") => ({
      ItemReader: {
        Resource: `arn:aws:states:::s3:${Resource}`,
        Arguments: { Bucket: "data", Key: key },
        ReaderConfig,
      },
    });
    before(async () => {
      await s3.putObject("data", "people.csv", csv);
      await s3.putObject("data", "piped.csv", "1|Ada\n2|Alan\n");
      await s3.putObject("data", "twice.csv", "id,id\n1,2\n");
      await s3.putObject("data", "list.json", '{"deep":{"list":[{"a":1},{"a":2}],"pairs":{"x":1}}}');
      await s3.putObject("data", "lines.jsonl", '{"a":1}\n\n{"a":2}\n{"a":3}');
      await s3.putObject("data", "in/b.txt", "bb");
      await s3.putObject("data", "in/a.txt", "a");
    });

    it("reads CSV with its headers in the first row", async () => {
      const { output } = await run(
        mapOf(pass, reader("people.csv", { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" })),
      );
      expect(output).to.deep.equal([
        { id: "1", name: "Ada, Lovelace" },
        { id: "2", name: "Alan" },
        { id: "3", name: "" },
      ]);
    });

    it("reads CSV with given headers and another delimiter, no more than MaxItems", async () => {
      const config = {
        InputType: "CSV",
        CSVHeaderLocation: "GIVEN",
        CSVHeaders: ["id", "name"],
        CSVDelimiter: "PIPE",
        MaxItems: "{% $states.input.most %}",
      };
      const { output } = await run(mapOf(pass, reader("piped.csv", config)), { most: 1 });
      expect(output).to.deep.equal([{ id: "1", name: "Ada" }]);
    });

    it("reads JSON at a pointer", async () => {
      const json = reader("list.json", { InputType: "JSON", ItemsPointer: "/deep/list" });
      expect((await run(mapOf(pass, json))).output).to.deep.equal([{ a: 1 }, { a: 2 }]);
    });

    it("reads the pairs of an object", async () => {
      const json = reader("list.json", { InputType: "JSON", ItemsPointer: "/deep/pairs" });
      expect((await run(mapOf(pass, json))).output).to.deep.equal([{ Key: "x", Value: 1 }]);
    });

    it("reads JSON lines, and shows the source of an item", async () => {
      const { output } = await run(
        mapOf(pass, {
          ...reader("lines.jsonl", { InputType: "JSONL", MaxItems: 2 }),
          ItemSelector: "{% [$states.context.Map.Item.Source, $states.context.Map.Item.Value.a] %}",
        }),
      );
      expect(output).to.deep.equal([
        ["S3://data/lines.jsonl", 1],
        ["S3://data/lines.jsonl", 2],
      ]);
    });

    it("lists objects, page after page", async () => {
      const { output } = await run(
        mapOf(pass, {
          ItemReader: {
            Resource: "arn:aws:states:::s3:listObjectsV2",
            Arguments: { Bucket: "data", Prefix: "{% $states.input.prefix %}", MaxKeys: 1 },
          },
        }),
        { prefix: "in/" },
      );
      expect(output.map(({ Key, Size }: { Key: string; Size: number }) => [Key, Size])).to.deep.equal([
        ["in/a.txt", 1],
        ["in/b.txt", 2],
      ]);
      expect(output[0]).to.have.all.keys("Etag", "Key", "LastModified", "Size", "StorageClass");
      expect(output[0].LastModified).to.be.a("number");
    });

    it("fails with States.ItemReaderFailed, which can be caught", async () => {
      const missing = mapOf(pass, reader("missing.json", { InputType: "JSON" }));
      const executionArn = await start(missing);
      const execution = await ended(executionArn);
      expect(execution.error).to.equal("States.ItemReaderFailed");
      expect(execution.cause).to.match(/The specified key does not exist/);
      expect((await chainOf(executionArn)).slice(3)).to.deep.equal([
        "MapRunStarted<3",
        "MapRunFailed<4",
        "MapStateFailed<5",
        "ExecutionFailed<6",
      ]);
      expect((await mapRunOf(executionArn)).status).to.equal("FAILED");
    });

    it("names the reason for unreadable items", async () => {
      const failing = async (key: string, config: object) => {
        const { error, cause } = await run(mapOf(pass, reader(key, config)));
        await aws.stop();
        aws = await new Embedded(clock).start([s3.service]);
        aws.allow("s3:*", "states:*");
        return `${error}: ${cause?.replace(/^.*#2\). /, "")}`;
      };
      const csvConfig = { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" };
      expect(await failing("twice.csv", csvConfig)).to.equal(
        "States.ItemReaderFailed: CSV headers cannot contain duplicates.",
      );
      expect(await failing("list.json", { InputType: "JSON", ItemsPointer: "/none" })).to.match(
        /ItemsPointer does not match any valid path/,
      );
      expect(await failing("people.csv", { InputType: "JSON" })).to.match(/Not JSON in the object/);
    });
  });

  describe("tolerated failures", () => {
    const tolerant = (more: object) => mapOf(work, { MaxConcurrency: 1, ...more });
    beforeEach(() => {
      aws.handlers.set("work", (event) => {
        if (Number(event) < 0) throw new FunctionError("Negative", "below zero");
        return event;
      });
    });

    it("by default is none: the first failure fails the Map Run and leaves the rest undone", async () => {
      const executionArn = await start(tolerant({}), [1, -2, 3]);
      const { error, cause } = await ended(executionArn);
      expect({ error, cause }).to.deep.equal({
        error: "States.ExceedToleratedFailureThreshold",
        cause: "The specified tolerated failure threshold was exceeded",
      });
      const { executionCounts, status } = await mapRunOf(executionArn);
      expect(status).to.equal("FAILED");
      expect(executionCounts).to.deep.include({ succeeded: 1, failed: 1, pending: 1, total: 3 });
    });

    it("may be a count, a percentage, or an expression of either", async () => {
      const passes = async (more: object, items: number[]) => {
        const { output } = await run(tolerant(more), items);
        await aws.stop();
        const handler = aws.handlers.get("work");
        aws = await new Embedded(clock).start([s3.service]);
        aws.allow("lambda:*", "states:*");
        if (handler !== undefined) aws.handlers.set("work", handler);
        return output;
      };
      expect(await passes({ ToleratedFailureCount: 1 }, [1, -2, 3])).to.deep.equal([1, 3]);
      expect(await passes({ ToleratedFailureCount: "{% 0 + 1 %}" }, [-1, -2, 3])).to.equal(null);
      expect(await passes({ ToleratedFailurePercentage: 50 }, [-1, 2])).to.deep.equal([2]);
      expect(await passes({ ToleratedFailurePercentage: "{% 49 %}" }, [-1, 2])).to.equal(null);
      expect(await passes({ ToleratedFailurePercentage: 100, ToleratedFailureCount: 0 }, [-1])).to.equal(
        null,
      );
    });

    it("can be caught like any other error", async () => {
      const ErrorEquals = ["States.ExceedToleratedFailureThreshold"];
      const { States } = tolerant({ Catch: [{ ErrorEquals, Output: "caught", Next: "Done" }] });
      const definition = { StartAt: "Each", States: { ...States, Done: { Type: "Succeed" } } };
      const { output } = await run(definition, [-1]);
      expect(output).to.equal("caught");
    });
  });

  describe("ResultWriter", () => {
    const writer = (WriterConfig?: object) => ({
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        Arguments: { Bucket: "data", Prefix: "{% 'results' %}" },
        ...(WriterConfig === undefined ? {} : { WriterConfig }),
      },
    });
    beforeEach(() => {
      aws.handlers.set("work", (event) => {
        if (Number(event) < 0) throw new FunctionError("Negative", "below zero");
        return [event];
      });
    });

    it("writes a manifest and a file for each way that executions ended", async () => {
      const { output } = await run(mapOf(work, { ...writer(), ToleratedFailureCount: 1 }), [1, -2]);
      const [, id] = /:([\da-f-]{36})$/.exec(output.MapRunArn) ?? [];
      const folder = `results/${id}`;
      expect(output.ResultWriterDetails).to.deep.equal({ Bucket: "data", Key: `${folder}/manifest.json` });
      const manifest = await objectAt(`${folder}/manifest.json`);
      const size = async (name: string) => Buffer.byteLength(await read(`${folder}/${name}`));
      expect(manifest).to.deep.equal({
        DestinationBucket: "data",
        MapRunArn: output.MapRunArn,
        ResultFiles: {
          FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: await size("FAILED_0.json") }],
          PENDING: [],
          SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: await size("SUCCEEDED_0.json") }],
        },
      });
      const [succeeded] = await objectAt(`${folder}/SUCCEEDED_0.json`);
      expect(succeeded).to.deep.include({
        Input: "1",
        InputDetails: { Included: true },
        Output: "[1]",
        OutputDetails: { Included: true },
        RedriveCount: 0,
        RedriveStatus: "NOT_REDRIVABLE",
        RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
        StartDate: "2026-01-01T00:00:00.000Z",
        StateMachineArn: `${machineArn("machine")}/Each`,
        Status: "SUCCEEDED",
      });
      const [failed] = await objectAt(`${folder}/FAILED_0.json`);
      expect(failed).to.deep.include({ Input: "-2", Status: "FAILED", Error: "Negative" });
    });

    it("writes finished and unfinished executions when the Map Run fails", async () => {
      const executionArn = await start(mapOf(work, { ...writer(), MaxConcurrency: 1 }), [1, -2, 3]);
      await ended(executionArn);
      const { mapRunArn, itemCounts } = await mapRunOf(executionArn);
      const folder = `results/${mapRunArn?.split(":").at(-1)}`;
      expect(itemCounts?.resultsWritten).to.equal(3);
      expect(await objectAt(`${folder}/PENDING_0.json`)).to.deep.equal([
        { Input: "3", InputDetails: { Included: true } },
      ]);
    });

    it("flattens outputs and writes lines of JSON if configured", async () => {
      const config = { Transformation: "FLATTEN", OutputType: "JSONL" };
      const { output } = await run(mapOf(work, writer(config)), [1, 2]);
      const folder = output.ResultWriterDetails.Key.replace("/manifest.json", "");
      expect(await read(`${folder}/SUCCEEDED_0.jsonl`)).to.equal("1\n2\n");
    });

    it("transforms the state's own result when there is no bucket", async () => {
      const inPlace = { ResultWriter: { WriterConfig: { Transformation: "FLATTEN", OutputType: "JSON" } } };
      expect((await run(mapOf(work, inPlace), [1, 2])).output).to.deep.equal([1, 2]);
    });

    it("fails with States.ResultWriterFailed when the bucket cannot be written", async () => {
      aws.allow("lambda:*", "states:*");
      const { error, cause } = await run(mapOf(work, writer()), [1]);
      expect(error).to.equal("States.ResultWriterFailed");
      expect(cause).to.match(/not authorized to perform: s3:PutObject/);
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
    const executionArn = await start(mapOf(work, { MaxConcurrency: 1 }), ["a", "b", "c"]);
    await ended(executionArn);
    broken = false;
    await aws.client.send(new RedriveExecutionCommand({ executionArn }));
    const execution = await ended(executionArn);
    expect(execution.output).to.equal('["a","b","c"]');
    expect(calls).to.deep.equal(["a", "b", "b", "c"]);
    expect((await chainOf(executionArn)).slice(-5)).to.deep.equal([
      "MapRunRedriven<8",
      "MapRunSucceeded<9",
      "MapStateSucceeded<10",
      "MapStateExited<10",
      "ExecutionSucceeded<12",
    ]);
    const mapRun = await mapRunOf(executionArn);
    expect(mapRun).to.deep.include({ status: "SUCCEEDED", redriveCount: 1 });
    const children = await childrenOf(mapRun.mapRunArn);
    expect(children.map(({ redriveCount }) => redriveCount)).to.deep.equal([0, 1, 0]);
  });
});
