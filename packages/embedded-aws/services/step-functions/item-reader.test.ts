import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import {
  chainOf,
  type DataBucket,
  mapOf,
  mapRunOf,
  startDataBucket,
} from "../../testing/distributed-maps.ts";
import { Embedded } from "../../testing/embedded-step-functions.ts";
import { ended, passing, runMachine, startMachine } from "../../testing/executions.ts";

describe("ItemReader of a distributed Map", () => {
  let data: DataBucket;
  let clock: VirtualClock;
  let aws: Embedded;

  before(async () => {
    data = await startDataBucket();
    await data.put("people.csv", 'id,name\n1,"Ada, Lovelace"\n2,Alan\n3\n');
    await data.put("piped.csv", "1|Ada\n2|Alan\n");
    await data.put("twice.csv", "id,id\n1,2\n");
    await data.put("list.json", '{"deep":{"list":[{"a":1},{"a":2}],"pairs":{"x":1}}}');
    await data.put("lines.jsonl", '{"a":1}\n\n{"a":2}\n{"a":3}');
    await data.put("in/b.txt", "bb");
    await data.put("in/a.txt", "a");
  });
  after(() => data.stop());
  beforeEach(async () => {
    clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
    aws = await new Embedded(clock).start([data.service]);
    aws.allow("lambda:*", "s3:*", "states:*");
  });
  afterEach(() => aws.stop());

  const reader = (key: string, ReaderConfig: object, Resource = "getObject") => ({
    ItemReader: {
      Resource: `arn:aws:states:::s3:${Resource}`,
      Arguments: { Bucket: "data", Key: key },
      ReaderConfig,
    },
  });

  it("reads CSV with its headers in the first row", async () => {
    const { output } = await runMachine(
      aws,
      mapOf(passing, reader("people.csv", { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" })),
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
    const { output } = await runMachine(aws, mapOf(passing, reader("piped.csv", config)), { most: 1 });
    expect(output).to.deep.equal([{ id: "1", name: "Ada" }]);
  });

  it("reads JSON at a pointer", async () => {
    const json = reader("list.json", { InputType: "JSON", ItemsPointer: "/deep/list" });
    expect((await runMachine(aws, mapOf(passing, json))).output).to.deep.equal([{ a: 1 }, { a: 2 }]);
  });

  it("reads the pairs of an object", async () => {
    const json = reader("list.json", { InputType: "JSON", ItemsPointer: "/deep/pairs" });
    expect((await runMachine(aws, mapOf(passing, json))).output).to.deep.equal([{ Key: "x", Value: 1 }]);
  });

  it("reads JSON lines, and shows the source of an item", async () => {
    const { output } = await runMachine(
      aws,
      mapOf(passing, {
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
    const { output } = await runMachine(
      aws,
      mapOf(passing, {
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
    const missing = mapOf(passing, reader("missing.json", { InputType: "JSON" }));
    const executionArn = await startMachine(aws, missing);
    const execution = await ended(aws, executionArn);
    expect(execution.error).to.equal("States.ItemReaderFailed");
    expect(execution.cause).to.match(/The specified key does not exist/);
    expect((await chainOf(aws, executionArn)).slice(3)).to.deep.equal([
      "MapRunStarted<3",
      "MapRunFailed<4",
      "MapStateFailed<5",
      "ExecutionFailed<6",
    ]);
    expect((await mapRunOf(aws, executionArn)).status).to.equal("FAILED");
  });

  it("names the reason for unreadable items", async () => {
    const failing = async (key: string, config: object) => {
      const { error, cause } = await runMachine(aws, mapOf(passing, reader(key, config)));
      await aws.stop();
      aws = await new Embedded(clock).start([data.service]);
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
