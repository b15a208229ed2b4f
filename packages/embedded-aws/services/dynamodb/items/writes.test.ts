import { expect } from "chai";
import { type DynamoDb, startDynamoDb } from "../dynamodb.ts";
import { callsOf } from "../testing/calls.ts";
import { records } from "../testing/served-dynamodb.ts";

const { TableName } = records;
const Key = { pk: { S: "run#1" }, sk: { S: "1" } };

describe("a write of one item", () => {
  let dynamodb: DynamoDb;
  let call: ReturnType<typeof callsOf>;
  before(async () => {
    dynamodb = startDynamoDb();
    call = callsOf(dynamodb);
    await dynamodb.createTable(records);
  });
  beforeEach(() => call("DeleteItem", { TableName, Key }));
  after(() => dynamodb.stop());

  const put = (more: object, rest: object = {}) =>
    call("PutItem", { TableName, Item: { ...Key, ...more }, ...rest });
  const item = async () => (await call("GetItem", { TableName, Key })).Item;

  it("gives back what it is asked for", async () => {
    expect(await put({ a: { N: "1" } }, { ReturnValues: "ALL_OLD" })).to.deep.equal({});
    expect(await put({ b: { N: "2" } }, { ReturnValues: "ALL_OLD" })).to.deep.equal({
      Attributes: { ...Key, a: { N: "1" } },
    });
    const update = async (ReturnValues: string, UpdateExpression = "SET b = b + :n, l[1] = :n, c = :n") => {
      await put({ b: { N: "2" }, l: { L: [{ N: "0" }, { N: "1" }] } });
      const values = UpdateExpression.includes(":n") && { ExpressionAttributeValues: { ":n": { N: "7" } } };
      return (await call("UpdateItem", { TableName, Key, UpdateExpression, ReturnValues, ...values }))
        .Attributes;
    };
    expect(await update("UPDATED_NEW")).to.deep.equal({
      b: { N: "9" },
      l: { L: [{ N: "7" }] },
      c: { N: "7" },
    });
    expect(await update("UPDATED_OLD")).to.deep.equal({ b: { N: "2" }, l: { L: [{ N: "1" }] } });
    expect(await update("UPDATED_NEW", "REMOVE b")).to.equal(undefined);
    expect(await update("NONE")).to.equal(undefined);
    expect((await update("ALL_NEW"))?.l).to.deep.equal({ L: [{ N: "0" }, { N: "7" }] });
    expect((await update("ALL_OLD"))?.b).to.deep.equal({ N: "2" });
  });

  it("makes numbers canonical, and keeps 38 digits of them", async () => {
    const precise = "3.1415926535897932384626433832795028841";
    await put({
      a: { N: "+01.50" },
      b: { NS: ["1e2", "0.10"] },
      c: { L: [{ N: precise }] },
      d: { NULL: false },
    });
    expect(await item()).to.deep.equal({
      ...Key,
      a: { N: "1.5" },
      b: { NS: ["100", "0.1"] },
      ...{ c: { L: [{ N: precise }] }, d: { NULL: true } },
    });
  });

  it("may have Expected and AttributeUpdates, with types", async () => {
    await put({ n: { N: "5" }, s: { S: "cat" }, l: { L: [{ N: "1" }] } });
    const expected = async (Expected: object, more: object = {}) => {
      const request = { TableName, Key, Expected, AttributeUpdates: { t: { Value: { S: "x" } } }, ...more };
      return await call("UpdateItem", request).then(
        () => "done",
        (error: Error) => error.message,
      );
    };
    const failed = "ConditionalCheckFailedException: The conditional request failed";
    const by = (ComparisonOperator: string, ...AttributeValueList: object[]) => ({
      ComparisonOperator,
      AttributeValueList,
    });
    for (const [condition, outcome] of [
      [{ n: { Value: { N: "5.0" } } }, "done"],
      [{ n: { Value: { S: "5" } } }, failed],
      [{ gone: { Exists: false } }, "done"],
      [{ n: by("GT", { N: "10" }) }, failed],
      [{ n: by("LT", { N: "10" }), s: by("BEGINS_WITH", { S: "ca" }) }, "done"],
      [{ s: by("NOT_CONTAINS", { S: "x" }) }, "done"],
      [{ gone: by("NOT_CONTAINS", { S: "x" }) }, failed],
      [{ gone: by("NE", { S: "x" }) }, "done"],
      [{ n: by("IN", { N: "4" }, { N: "5" }) }, "done"],
      [{ n: by("BETWEEN", { N: "1" }, { N: "9" }) }, "done"],
      [{ s: by("LT", { M: {} }) }, /ComparisonOperator LT is not valid for M AttributeValue type/],
      [
        { s: by("EQ", { S: "a" }, { S: "b" }) },
        /Invalid number of argument\(s\) for the EQ ComparisonOperator/,
      ],
      [{ s: { Exists: true } }, /Value must be provided when Exists is true for Attribute: s/],
      [
        { s: { Exists: false, Value: { S: "x" } } },
        /Value cannot be used when Exists is false for Attribute: s/,
      ],
    ] as const)
      if (typeof outcome === "string") expect(await expected(condition)).to.equal(outcome);
      else expect(await expected(condition)).to.match(outcome);
    const two = { n: by("EQ", { N: "5" }), s: by("EQ", { S: "dog" }) };
    expect(await expected(two, { ConditionalOperator: "OR" })).to.equal("done");
    expect(await expected(two, { ConditionalOperator: "AND" })).to.equal(failed);
    await call("UpdateItem", {
      ...{ TableName, Key },
      AttributeUpdates: {
        ...{ n: { Action: "ADD", Value: { N: "2" } }, l: { Action: "ADD", Value: { L: [{ N: "2" }] } } },
        ...{ s: { Action: "DELETE" }, t: { Action: "DELETE" } },
      },
    });
    expect(await item()).to.deep.equal({ ...Key, n: { N: "7" }, l: { L: [{ N: "1" }, { N: "2" }] } });
  });

  it("counts the capacity of the table and its indexes", async () => {
    const units = async (more: object) =>
      (await put(more, { ReturnConsumedCapacity: "INDEXES" })).ConsumedCapacity;
    const index = (CapacityUnits: number) => ({ GlobalSecondaryIndexes: { "by-status": { CapacityUnits } } });
    const of = (table: number, total = table) => ({
      TableName,
      CapacityUnits: total,
      Table: { CapacityUnits: table },
    });
    expect(await units({})).to.deep.equal(of(1));
    expect(await units({ status: { S: "a" } })).to.deep.equal({ ...of(1, 2), ...index(1) });
    expect(await units({ status: { S: "b" } })).to.deep.equal({ ...of(1, 3), ...index(2) });
    expect(await units({ status: { S: "b" }, text: { S: "x".repeat(1500) } })).to.deep.equal({
      ...of(2, 4),
      ...index(2),
    });
    const { ConsumedCapacity } = await call("GetItem", { TableName, Key, ReturnConsumedCapacity: "TOTAL" });
    expect(ConsumedCapacity).to.deep.equal({ TableName, CapacityUnits: 0.5 });
  });

  it("names a table by its ARN, too", async () => {
    const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/records";
    await put({ a: { S: "x" } }, { TableName: arn });
    expect((await call("GetItem", { TableName: arn, Key })).Item).to.deep.equal({ ...Key, a: { S: "x" } });
    const { Responses } = await call("BatchGetItem", { RequestItems: { [arn]: { Keys: [Key] } } });
    expect(Responses[arn]).to.have.length(1);
  });
});
