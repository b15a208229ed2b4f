import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { records, type ServedDynamoDb, sendRaw, serveDynamoDb } from "./testing/served-dynamodb.ts";

const { TableName } = records;
const Key = { pk: { S: "run#x" }, sk: { S: "1" } };
const several =
  "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes";
const empty = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
const proto = 'the embedded AWS cannot have an attribute or table named "__proto__"';
const levels = (count: number): object => (count === 0 ? { S: "leaf" } : { M: { n: levels(count - 1) } });

describe("a request to dynamodb", () => {
  let served: ServedDynamoDb;
  let documents: DynamoDBDocumentClient;
  before(async () => {
    served = await serveDynamoDb();
    documents = DynamoDBDocumentClient.from(served.client);
  });
  after(() => served.stop());

  const refused: Record<string, readonly [operation: string, input: object | string, message: string]> = {
    "an action of an unknown kind": [
      "TransactWriteItems",
      { TransactItems: [{ Upsert: { TableName, Key } }] },
      "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request",
    ],
    "an unknown type first": [
      "GetItem",
      { TableName, Key: { ...Key, pk: { X: "run#x", S: "other" } } },
      several,
    ],
    "an unknown type alone": ["GetItem", { TableName, Key: { ...Key, pk: { X: "run#x" } } }, empty],
    "two types": ["PutItem", { TableName, Item: { ...Key, a: { S: "a", N: "1" } } }, several],
    "no type in a list": ["PutItem", { TableName, Item: { ...Key, a: { L: [{}] } } }, empty],
    "two types in a map": [
      "PutItem",
      { TableName, Item: { ...Key, a: { M: { b: { S: "b", BOOL: true } } } } },
      several,
    ],
    "two types in an expression's value": [
      "UpdateItem",
      {
        TableName,
        Key,
        UpdateExpression: "SET a = :a",
        ExpressionAttributeValues: { ":a": { S: "a", NULL: true } },
      },
      `ExpressionAttributeValues contains invalid value: ${several} for key :a`,
    ],
    "two types in a transaction": [
      "TransactWriteItems",
      { TransactItems: [{ Put: { TableName, Item: { ...Key, pk: { S: "a", X: "b" } } } }] },
      several,
    ],
    "a write of two kinds in a batch": [
      "BatchWriteItem",
      { RequestItems: { [TableName]: [{ PutRequest: { Item: Key }, DeleteRequest: { Key } }] } },
      several,
    ],
    "a prototype in place of the key": [
      "PutItem",
      `{"TableName":"${TableName}","Item":{"__proto__":${JSON.stringify(Key)}}}`,
      proto,
    ],
    "a prototype in a map": [
      "PutItem",
      `{"TableName":"${TableName}","Item":{"a":{"M":{"__proto__":{"S":"a"}}}}}`,
      proto,
    ],
    "a prototype behind a placeholder": [
      "UpdateItem",
      `{"TableName":"${TableName}","Key":${JSON.stringify(Key)},"UpdateExpression":"REMOVE #a","ExpressionAttributeNames":{"#a":"__proto__"}}`,
      proto,
    ],
    "empty RequestItems": [
      "BatchGetItem",
      { RequestItems: {} },
      "The requestItems parameter is required for BatchGetItem",
    ],
    "more than 32 levels": [
      "PutItem",
      { TableName, Item: { ...Key, a: levels(32) } },
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    ],
    "an expression that is too long": [
      "GetItem",
      { TableName, Key, ProjectionExpression: "a".repeat(4097) },
      "Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097",
    ],
    "no table": [
      "DescribeTimeToLive",
      {},
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    ],
  };
  for (const [name, [operation, input, message]] of Object.entries(refused))
    it(`is refused with ${name}`, async () => {
      const error = await rejection(sendRaw(documents, operation, input));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", message]);
    });

  it("is refused if it is no structure, or has a list in place of one", async () => {
    for (const input of ["[]", "null", '"Scan"', "{", '{"TableName":["records"]}'])
      expect((await rejection(sendRaw(documents, "DescribeTable", input))).name).to.equal(
        "SerializationException",
      );
    const lists = [
      { TableName, Key: [] },
      { TableName, Key: { pk: ["run#x"] } },
      { TableName: {}, Key },
    ];
    for (const input of lists)
      expect((await rejection(sendRaw(documents, "GetItem", input))).name).to.equal("SerializationException");
  });

  it("may have 32 levels, and members that are null", async () => {
    await sendRaw(documents, "PutItem", {
      TableName,
      Item: { ...Key, a: levels(31) },
      ConditionExpression: null,
    });
    await sendRaw(documents, "Scan", { TableName, ConsistentRead: true });
  });

  it("may have members that the operation has not", async () => {
    await sendRaw(documents, "PutItem", { TableName, Item: Key, Key: 1, RequestItems: {}, constructor: {} });
    await sendRaw(documents, "GetItem", { TableName, Key, Item: 1 });
  });

  it("is unknown in another version of the API", async () => {
    const error = await rejection(sendRaw(documents, "ListTables", {}, "20111205"));
    expect(error.name).to.equal("UnknownOperationException");
  });
});
