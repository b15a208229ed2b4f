import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type DynamoDb, startDynamoDb } from "../dynamodb.ts";
import { callsOf } from "../testing/calls.ts";
import { records } from "../testing/served-dynamodb.ts";

const { TableName } = records;
const Key = { pk: { S: "run#1" }, sk: { S: "1" } };

describe("a write of one item that is wrong", () => {
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
