import { rejection } from "@batchline/diagnostics/testing";
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

  const emptyKey = "The AttributeValue for a key attribute cannot contain an empty string value.";
  const refused: Readonly<Record<string, readonly [operation: string, input: object, message: string]>> = {
    "without its sort key": [
      "PutItem",
      { Item: { pk: Key.pk } },
      "One or more parameter values were invalid: Missing the key sk in the item",
    ],
    "with a key of another type": [
      "PutItem",
      { Item: { ...Key, sk: { N: "1" } } },
      "One or more parameter values were invalid: Type mismatch for key sk expected: S actual: N",
    ],
    "with an empty key": [
      "PutItem",
      { Item: { ...Key, sk: { S: "" } } },
      `One or more parameter values are not valid. ${emptyKey} Key: sk`,
    ],
    "with an empty index key": [
      "PutItem",
      { Item: { ...Key, status: { S: "" } } },
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${emptyKey} IndexName: by-status, IndexKey: status`,
    ],
    "with an index key of another type": [
      "PutItem",
      { Item: { ...Key, status: { N: "1" } } },
      "One or more parameter values were invalid: Type mismatch for Index Key status Expected: S Actual: N IndexName: by-status",
    ],
    "with a long partition key": [
      "PutItem",
      { Item: { ...Key, pk: { S: "x".repeat(2049) } } },
      "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
    ],
    "with a long sort key": [
      "PutItem",
      { Item: { ...Key, sk: { S: "é".repeat(513) } } },
      "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    ],
    "above 400 KiB": [
      "PutItem",
      { Item: { ...Key, a: { S: "x".repeat(410_000) } } },
      "Item size has exceeded the maximum allowed size",
    ],
    "of an empty set": [
      "PutItem",
      { Item: { ...Key, a: { SS: [] } } },
      "One or more parameter values were invalid: An string set  may not be empty",
    ],
    "of a set with more members than fit": [
      "PutItem",
      { Item: { ...Key, a: { NS: Array(150_001).fill("1") } } },
      "Item size has exceeded the maximum allowed size",
    ],
    "of a list with more elements than fit": [
      "PutItem",
      { Item: { ...Key, a: { L: Array(409_601).fill({ S: "" }) } } },
      "Item size has exceeded the maximum allowed size",
    ],
    "of a set with duplicates": [
      "PutItem",
      { Item: { ...Key, a: { NS: ["1", "1.0"] } } },
      "Input collection contains duplicates",
    ],
    "of a text for a number": [
      "PutItem",
      { Item: { ...Key, a: { N: "x" } } },
      "The parameter cannot be converted to a numeric value: x",
    ],
    "with other returned values": [
      "PutItem",
      { Item: Key, ReturnValues: "ALL_NEW" },
      "ReturnValues can only be ALL_OLD or NONE",
    ],
    "with a key that has more": [
      "GetItem",
      { Key: { ...Key, a: { S: "x" } } },
      "The provided key element does not match the schema",
    ],
    "of a key": [
      "UpdateItem",
      { Key, UpdateExpression: "REMOVE sk" },
      "One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key",
    ],
    "of a part of a key": [
      "DeleteItem",
      { Key, ConditionExpression: "attribute_exists(pk.a)" },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    ],
    "with old and new parameters": [
      "DeleteItem",
      { Key, ConditionExpression: "attribute_exists(a)", Expected: {} },
      "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}",
    ],
    "with names and no expression": [
      "GetItem",
      { Key, ExpressionAttributeNames: { "#a": "a" } },
      "ExpressionAttributeNames can only be specified when using expressions",
    ],
    "with values and no expression": [
      "PutItem",
      { Item: Key, ExpressionAttributeValues: { ":a": { S: "a" } } },
      "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null",
    ],
    "with ConditionalOperator alone": [
      "DeleteItem",
      { Key, ConditionalOperator: "OR" },
      "ConditionalOperator cannot be used without Filter or Expected",
    ],
    "with a set to delete from a number": [
      "UpdateItem",
      { Key, AttributeUpdates: { a: { Action: "DELETE", Value: { N: "1" } } } },
      "One or more parameter values were invalid: DELETE action with value is not supported for the type N",
    ],
    "with nothing to set": [
      "UpdateItem",
      { Key, AttributeUpdates: { a: { Action: "PUT" } } },
      "One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified",
    ],
    "with an attribute without a name": [
      "PutItem",
      { Item: { ...Key, "": { S: "x" } } },
      "Empty attribute name",
    ],
    "that empties an index key": [
      "UpdateItem",
      {
        Key,
        UpdateExpression: "SET #s = :s",
        ExpressionAttributeNames: { "#s": "status" },
        ExpressionAttributeValues: { ":s": { S: "" } },
      },
      `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${emptyKey}`,
    ],
    "with an unknown ReturnValues": [
      "UpdateItem",
      { Key, ReturnValues: "X" },
      "1 validation error detected: Value 'X' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
    ],
    "of a short table name": [
      "GetItem",
      { TableName: "ab", Key },
      "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
    ],
  };
  for (const [name, [operation, input, message]] of Object.entries(refused))
    it(`is refused ${name}`, async () => {
      const error = await rejection(call(operation, { TableName, ...input }));
      expect(error.message).to.equal(`ValidationException: ${message}`);
    });

  it("is refused in a batch of more than 25", async () => {
    const writes = Array.from({ length: 26 }, (_, n) => ({
      DeleteRequest: { Key: { ...Key, sk: { S: String(n) } } },
    }));
    const error = await rejection(call("BatchWriteItem", { RequestItems: { [TableName]: writes } }));
    expect(error.message).to.match(
      /^ValidationException: 1 validation error detected: Value '\{records=\[.+\]\}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: \[Member must have length less than or equal to 25, Member must have length greater than or equal to 1\]$/,
    );
  });

  it("is refused if a number is no text, or the table is not there", async () => {
    const typed = await rejection(put({ a: { M: { b: { N: 5 } } } }));
    expect(typed.message).to.equal("SerializationException: NUMBER_VALUE cannot be converted to String");
    const gone = await rejection(put({}, { TableName: "nobody" }));
    expect(gone.message).to.equal("ResourceNotFoundException: Requested resource not found");
  });
});
