import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import {
  type DataBucket,
  mapOf,
  mapRunOf,
  startDataBucket,
  working,
} from "../../testing/distributed-maps.ts";
import { Embedded, FunctionError, machineArn } from "../../testing/embedded-step-functions.ts";
import { ended, runMachine, startMachine } from "../../testing/executions.ts";

describe("ResultWriter of a distributed Map", () => {
  let data: DataBucket;
  let clock: VirtualClock;
  let aws: Embedded;

  before(async () => {
    data = await startDataBucket();
  });
  after(() => data.stop());
  beforeEach(async () => {
    clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
    aws = await new Embedded(clock).start([data.service]);
    aws.allow("lambda:*", "s3:*", "states:*");
    aws.handlers.set("work", (event) => {
      if (Number(event) < 0) throw new FunctionError("Negative", "below zero");
      return [event];
    });
  });
  afterEach(() => aws.stop());

  const writer = (WriterConfig?: object) => ({
    ResultWriter: {
      Resource: "arn:aws:states:::s3:putObject",
      Arguments: { Bucket: "data", Prefix: "{% 'results' %}" },
      ...(WriterConfig === undefined ? {} : { WriterConfig }),
    },
  });

  it("writes a manifest and a file for each way that executions ended", async () => {
    const { output } = await runMachine(
      aws,
      mapOf(working, { ...writer(), ToleratedFailureCount: 1 }),
      [1, -2],
    );
    const [, id] = /:([\da-f-]{36})$/.exec(output.MapRunArn) ?? [];
    const folder = `results/${id}`;
    expect(output.ResultWriterDetails).to.deep.equal({ Bucket: "data", Key: `${folder}/manifest.json` });
    const manifest = JSON.parse(await data.read(`${folder}/manifest.json`));
    const size = async (name: string) => Buffer.byteLength(await data.read(`${folder}/${name}`));
    expect(manifest).to.deep.equal({
      DestinationBucket: "data",
      MapRunArn: output.MapRunArn,
      ResultFiles: {
        FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: await size("FAILED_0.json") }],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: await size("SUCCEEDED_0.json") }],
      },
    });
    const [succeeded] = JSON.parse(await data.read(`${folder}/SUCCEEDED_0.json`));
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
    const [failed] = JSON.parse(await data.read(`${folder}/FAILED_0.json`));
    expect(failed).to.deep.include({ Input: "-2", Status: "FAILED", Error: "Negative" });
  });

  it("writes finished and unfinished executions when the Map Run fails", async () => {
    const executionArn = await startMachine(
      aws,
      mapOf(working, { ...writer(), MaxConcurrency: 1 }),
      [1, -2, 3],
    );
    await ended(aws, executionArn);
    const { mapRunArn, itemCounts } = await mapRunOf(aws, executionArn);
    const folder = `results/${mapRunArn?.split(":").at(-1)}`;
    expect(itemCounts?.resultsWritten).to.equal(3);
    expect(JSON.parse(await data.read(`${folder}/PENDING_0.json`))).to.deep.equal([
      { Input: "3", InputDetails: { Included: true } },
    ]);
  });

  it("flattens outputs and writes lines of JSON if configured", async () => {
    const config = { Transformation: "FLATTEN", OutputType: "JSONL" };
    const { output } = await runMachine(aws, mapOf(working, writer(config)), [1, 2]);
    const folder = output.ResultWriterDetails.Key.replace("/manifest.json", "");
    expect(await data.read(`${folder}/SUCCEEDED_0.jsonl`)).to.equal("1\n2\n");
  });

  it("transforms the state's own result when there is no bucket", async () => {
    const inPlace = { ResultWriter: { WriterConfig: { Transformation: "FLATTEN", OutputType: "JSON" } } };
    expect((await runMachine(aws, mapOf(working, inPlace), [1, 2])).output).to.deep.equal([1, 2]);
  });

  it("fails with States.ResultWriterFailed when the bucket cannot be written", async () => {
    aws.allow("lambda:*", "states:*");
    const { error, cause } = await runMachine(aws, mapOf(working, writer()), [1]);
    expect(error).to.equal("States.ResultWriterFailed");
    expect(cause).to.match(/not authorized to perform: s3:PutObject/);
  });
});
