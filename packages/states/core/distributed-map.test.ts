import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeExecutionCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { VirtualClock } from "@batchline/clock";
import {
  Embedded,
  eventually,
  FunctionError,
  isOver,
  machineArn,
  type S3,
  startS3,
} from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { build } from "../build.ts";
import {
  csvRows,
  itemsOf,
  jsonItems,
  jsonLines,
  lambdaFunction,
  type Machine,
  machine,
  s3Objects,
  text,
  token,
} from "../index.ts";

interface Input {
  readonly shop: string;
  readonly list: readonly number[];
}
type Describe = (m: Machine<Input>) => void;

const work = lambdaFunction<number, number>("arn:aws:lambda:eu-central-1:000000000000:function:work");
const arn = machineArn("machine");

describe("a distributed map", () => {
  let dir: string;
  let s3: S3;
  let aws: Embedded;
  let runs = 0;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "built-distributed-map-"));
    s3 = await startS3({ dir });
    await s3.createBucket("data");
    await s3.createBucket("results");
    await s3.putObject("data", "orders/a.csv", "sku,price\nA1,2\nB2,3\n");
    await s3.putObject("data", "orders/b.csv", "C3;4\n");
    await s3.putObject("data", "orders.json", JSON.stringify({ orders: [{ id: "x" }, { id: "y" }] }));
    await s3.putObject("data", "orders.jsonl", '{"id":"p"}\n{"id":"q"}\n');
  });
  after(async () => {
    await s3.stop();
    await rm(dir, { recursive: true });
  });
  beforeEach(async () => {
    runs = 0;
    aws = await new Embedded(new VirtualClock(Date.parse("2026-01-01T00:00:00Z"))).start([s3.service]);
  });
  afterEach(() => aws.stop());

  /** Runs a machine with exactly the rights that were derived for it. */
  const run = async (describe: Describe, input: Partial<Input> = {}) => {
    const built = build(machine<Input>(describe));
    const values = Object.fromEntries(built.tokens.map((name) => [name, name]));
    aws.identity.putRolePolicy("machine", "tasks", {
      Version: "2012-10-17",
      Statement: built.permissions(values, arn).map((statement) => ({
        ...statement,
        Action: [...statement.Action],
        Resource: [...statement.Resource],
      })),
    });
    const stateMachineArn = aws.create("machine", JSON.parse(built.definition(values)));
    runs += 1;
    const command = new StartExecutionCommand({
      stateMachineArn,
      name: `run-${runs}`,
      input: JSON.stringify(input),
    });
    const { executionArn } = await aws.client.send(command);
    const execution = await eventually(async () => {
      const described = await aws.client.send(new DescribeExecutionCommand({ executionArn }));
      return isOver(described.status) ? described : undefined;
    });
    return { ...execution, output: JSON.parse(execution.output ?? "null") };
  };

  it("runs each element of an array in an execution of its own, and returns their values", async () => {
    const { output } = await run(
      (m) =>
        void m.succeed(
          "Done",
          m.distributedMap("Each", m.input.list, (_each, n) => n.times(2), { maxConcurrency: 2 }),
        ),
      { list: [1, 2, 3] },
    );
    expect(output).to.deep.equal([2, 4, 6]);
  });

  it("reads the rows of CSV files, with the headers of the file or with given ones", async () => {
    const { output } = await run((m) => {
      const first = m.distributedMap(
        "Rows",
        csvRows<"sku" | "price">({ bucket: token("data"), key: "orders/a.csv" }),
        (_each, row) => ({ sku: row.sku, cents: row.price.toNumber().times(100) }),
      );
      const second = m.distributedMap(
        "More rows",
        csvRows({
          bucket: token("data"),
          key: "orders/b.csv",
          headers: ["sku", "price"],
          delimiter: "SEMICOLON",
        }),
        (_each, row) => row.sku,
      );
      m.succeed("Done", { first, second });
    });
    expect(output).to.deep.equal({
      first: [
        { sku: "A1", cents: 200 },
        { sku: "B2", cents: 300 },
      ],
      second: ["C3"],
    });
  });

  it("reads JSON files, lines of JSON and the listing of a bucket", async () => {
    const { output } = await run((m) => {
      const bucket = token("data");
      const ids = m.distributedMap(
        "File",
        jsonItems<{ id: string }>({ bucket, key: "orders.json", pointer: "/orders" }),
        (_each, order) => order.id,
      );
      const lines = m.distributedMap(
        "Lines",
        jsonLines<{ id: string }>({ bucket, key: "orders.jsonl", maxItems: 1 }),
        (_each, order) => order.id,
      );
      const keys = m.distributedMap(
        "Objects",
        s3Objects({ bucket, prefix: "orders/" }),
        (_each, object) => object.Key,
      );
      m.succeed("Done", { ids, lines, keys });
    });
    expect(output).to.deep.equal({
      ids: ["x", "y"],
      lines: ["p"],
      keys: ["orders/a.csv", "orders/b.csv"],
    });
  });

  it("gets values from outside by select and by the input of batches", async () => {
    const { output } = await run(
      (m) => {
        const shop = m.pass("Shop", text`shop ${m.input.shop}`);
        const items = itemsOf(m.input.list)
          .select((n, index) => ({ n, index, shop }))
          .batched({ maxItems: 2, input: { of: m.input.shop } });
        const batches = m.distributedMap("Batches", items, (each, batch) => {
          const inner = each.map(
            "Each",
            batch.Items,
            (_one, { n, index, shop }) => text`${shop} ${index} ${n}`,
          );
          return { inner, of: batch.BatchInput.of };
        });
        m.succeed("Done", batches);
      },
      { shop: "a", list: [7, 8, 9] },
    );
    expect(output).to.deep.equal([
      { inner: ["shop a 0 7", "shop a 1 8"], of: "a" },
      { inner: ["shop a 2 9"], of: "a" },
    ]);
  });

  it("tolerates failures, and writes its results with the derived rights only", async () => {
    aws.handlers.set("work", (event) => {
      if (event === 2) throw new FunctionError("Odd", "two");
      return event;
    });
    const describe = (toleratedFailureCount: number): Describe => {
      return (m) => {
        const { ResultWriterDetails } = m.distributedMap(
          "Each",
          m.input.list,
          (each, n) => each.invoke("Work", work, n),
          {
            toleratedFailureCount,
            label: "each",
            results: {
              bucket: token("results"),
              prefix: text`run/${m.context.execution.name}`,
              outputType: "JSONL",
              transformation: "COMPACT",
            },
          },
        );
        m.succeed("Done", ResultWriterDetails.Key);
      };
    };
    const { output } = await run(describe(1), { list: [1, 2, 3] });
    expect(output).to.match(/^run\/run-1\/.*\/manifest\.json$/);
    const failed = await run(describe(0), { list: [1, 2, 3] });
    expect(failed).to.include({ status: "FAILED", error: "States.ExceedToleratedFailureThreshold" });
  });
});
