import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type DynamoDb, startDynamoDb } from "../dynamodb.ts";
import { callsOf } from "../testing/calls.ts";

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: "S" as const });
const keys = (...names: string[]) =>
  names.map((AttributeName, index) => ({
    AttributeName,
    KeyType: index === 0 ? ("HASH" as const) : ("RANGE" as const),
  }));
const all = { ProjectionType: "ALL" as const };
const plain = {
  TableName: "plain",
  AttributeDefinitions: [attribute("p")],
  KeySchema: keys("p"),
  BillingMode: "PAY_PER_REQUEST" as const,
};
const ranged = { AttributeDefinitions: [attribute("p"), attribute("c")], KeySchema: keys("p", "c") };
const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/plain";

describe("tables of dynamodb", () => {
  let dynamodb: DynamoDb;
  let call: ReturnType<typeof callsOf>;
  before(async () => {
    dynamodb = startDynamoDb();
    call = callsOf(dynamodb);
    await dynamodb.createTable({ ...plain, Tags: [{ Key: "a", Value: "1" }] });
  });
  after(() => dynamodb.stop());

  it("describe all that they were created with", async () => {
    const { Table } = await call("DescribeTable", { TableName: "plain" });
    expect(Table.TableId).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(Table).to.include({ TableStatus: "ACTIVE", TableArn: arn, DeletionProtectionEnabled: false });
    expect((await call("ListTagsOfResource", { ResourceArn: arn })).Tags).to.deep.equal([
      { Key: "a", Value: "1" },
    ]);
    await call("TagResource", { ResourceArn: arn, Tags: [{ Key: "b", Value: "2" }] });
    await call("UntagResource", { ResourceArn: arn, TagKeys: ["a"] });
    expect((await call("ListTagsOfResource", { ResourceArn: arn })).Tags).to.deep.equal([
      { Key: "b", Value: "2" },
    ]);
  });

  it("count their items", async () => {
    const put = (p: string) =>
      call("PutItem", { TableName: "plain", Item: { p: { S: p }, text: { S: "xy" } } });
    for (const p of ["a", "b", "a"]) await put(p);
    await call("DeleteItem", { TableName: "plain", Key: { p: { S: "b" } } });
    const { Table } = await call("DescribeTable", { TableName: "plain" });
    expect([Table.ItemCount, Table.TableSizeBytes]).to.deep.equal([1, 8]);
  });

  it("take up their items in a new index, and give its space back", async () => {
    const TableName = "indexed";
    await dynamodb.createTable({ ...plain, TableName });
    for (let n = 0; n < 1200; n += 1)
      await call("PutItem", {
        TableName,
        Item: { p: { S: `p${n}` }, ...(n % 2 === 0 && { g: { S: "even" } }) },
      });
    const Create = { IndexName: "by-g", KeySchema: keys("g"), Projection: all };
    const update = {
      TableName,
      AttributeDefinitions: [attribute("p"), attribute("g")],
      GlobalSecondaryIndexUpdates: [{ Create }],
    };
    const { TableDescription } = await call("UpdateTable", update);
    expect(TableDescription.GlobalSecondaryIndexes[0]).to.include({
      IndexStatus: "CREATING",
      Backfilling: true,
    });
    const query = {
      ...{ TableName, IndexName: "by-g", KeyConditionExpression: "g = :g", Select: "COUNT" },
      ExpressionAttributeValues: { ":g": { S: "even" } },
    };
    expect((await rejection(call("Query", query))).message).to.equal(
      "ValidationException: Cannot read from backfilling global secondary index: by-g",
    );
    // Writes meanwhile count once.
    await call("PutItem", { TableName, Item: { p: { S: "p0" }, g: { S: "even" }, more: { S: "x" } } });
    await call("DeleteItem", { TableName, Key: { p: { S: "p1198" } } });
    expect((await rejection(call("UpdateTable", update))).message).to.match(/^ResourceInUseException: /);
    await dynamodb.waitUntilTableExists(TableName);
    expect((await call("Query", query)).Count).to.equal(599);
    const described = await call("DescribeTable", { TableName });
    expect(described.Table.GlobalSecondaryIndexes[0]).to.include({ IndexStatus: "ACTIVE", ItemCount: 599 });
    await call("UpdateTable", {
      TableName,
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "by-g" } }],
    });
    await dynamodb.waitUntilTableExists(TableName);
    expect((await call("DescribeTable", { TableName })).Table).to.not.have.property("GlobalSecondaryIndexes");
    expect((await call("Scan", { TableName, Select: "COUNT" })).Count).to.equal(1199);
  });

  const invalid = "One or more parameter values were invalid";
  const index = (more: object = {}) => ({
    IndexName: "index",
    KeySchema: keys("c"),
    Projection: all,
    ...more,
  });
  const provisioned = {
    BillingMode: "PROVISIONED",
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
  };
  const refused: Readonly<Record<string, readonly [input: object, message: string]>> = {
    "with an attribute of no key": [
      { AttributeDefinitions: ranged.AttributeDefinitions },
      `${invalid}: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    ],
    "with an attribute of no index": [
      {
        AttributeDefinitions: [...ranged.AttributeDefinitions, attribute("z")],
        GlobalSecondaryIndexes: [index()],
      },
      `${invalid}: Some AttributeDefinitions are not used. AttributeDefinitions: [c, p, z], keys used: [c, p]`,
    ],
    "with a key of no attribute": [
      { KeySchema: keys("p", "c") },
      "Invalid KeySchema: Some index key attribute have no definition",
    ],
    "with an index key of no attribute": [
      { GlobalSecondaryIndexes: [index()] },
      `${invalid}: Some index key attributes are not defined in AttributeDefinitions. Keys: [c], AttributeDefinitions: [p]`,
    ],
    "with a sort key alone": [
      { KeySchema: [{ AttributeName: "p", KeyType: "RANGE" }] },
      "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
    ],
    "with one name for two keys": [
      { ...ranged, KeySchema: keys("p", "p") },
      "Both the Hash Key and the Range Key element in the KeySchema have the same name",
    ],
    "with an attribute twice": [
      { AttributeDefinitions: [attribute("p"), attribute("p")] },
      "Attribute Name is duplicated: p",
    ],
    "with no local indexes": [
      { LocalSecondaryIndexes: [] },
      `${invalid}: List of LocalSecondaryIndexes is empty`,
    ],
    "with a local index but no sort key": [
      {
        AttributeDefinitions: ranged.AttributeDefinitions,
        LocalSecondaryIndexes: [index({ KeySchema: keys("p", "c") })],
      },
      `${invalid}: Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
    ],
    "with an index twice": [
      { ...ranged, GlobalSecondaryIndexes: [index(), index()] },
      `${invalid}: Duplicate index name: index`,
    ],
    "with names for all attributes": [
      { ...ranged, GlobalSecondaryIndexes: [index({ Projection: { ...all, NonKeyAttributes: ["x"] } })] },
      `${invalid}: ProjectionType is ALL, but NonKeyAttributes is specified`,
    ],
    "with throughput on demand": [
      { ProvisionedThroughput: provisioned.ProvisionedThroughput },
      `${invalid}: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    ],
    "without throughput": [
      { BillingMode: undefined },
      `${invalid}: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
    ],
    "with an index without throughput": [
      { ...ranged, ...provisioned, GlobalSecondaryIndexes: [index()] },
      `${invalid}: ProvisionedThroughput is not specified for index: index`,
    ],
    "with a stream of nothing": [
      { StreamSpecification: { StreamEnabled: true } },
      `${invalid}: Table is being created with a stream enabled, UpdateViewType is required`,
    ],
    "with a tag twice": [
      {
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "a", Value: "2" },
        ],
      },
      "Duplicate Tag Keys provided as input: Duplicate Tag Key found a",
    ],
    "with a vector index": [{ VectorIndexes: [{ IndexName: "vector" }] }, "VectorIndexes is not emulated"],
  };
  for (const [name, [input, message]] of Object.entries(refused))
    it(`are not created ${name}`, async () => {
      const error = await rejection(call("CreateTable", { ...plain, TableName: "refused", ...input }));
      if (name === "with a vector index") expect(error.message).to.match(/^ValidationException: /);
      else expect(error.message).to.equal(`ValidationException: ${message}`);
      expect(dynamodb.hasTable("refused")).to.equal(false);
    });

  it("are changed in one way at a time", async () => {
    const update = async (input: object) =>
      (await rejection(call("UpdateTable", { TableName: "plain", ...input }))).message.replace(
        "ValidationException: ",
        "",
      );
    expect(await update({})).to.match(/^At least one of ProvisionedThroughput, BillingMode, /);
    expect(await update({ DeletionProtectionEnabled: true, TableClass: "STANDARD" })).to.match(
      /modification must be the only operation/,
    );
    const Delete = { IndexName: "nobody" };
    expect(await update({ GlobalSecondaryIndexUpdates: [{ Delete }] })).to.match(
      /^ResourceNotFoundException/,
    );
    expect(
      await update({ GlobalSecondaryIndexUpdates: [{ Delete }, { Delete: { IndexName: "other" } }] }),
    ).to.match(/^LimitExceededException: Subscriber limit exceeded/);
    expect(await update({ ReplicaUpdates: [{ Create: { RegionName: "eu-west-1" } }] })).to.equal(
      "ReplicaUpdates is not emulated",
    );
  });
});
