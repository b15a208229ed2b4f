import {
  type TransactGetItem,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { records, type ServedDynamoDb, serveDynamoDb } from "../testing/served-dynamodb.ts";

const { TableName } = records;
const Key = (pk = "a") => ({ pk: { S: pk }, sk: { S: "1" } });
const Put = (pk?: string, more: Partial<TransactWriteItem["Put"]> = {}) => ({
  Put: { TableName, Item: Key(pk), ...more },
});
const many = (length: number) => Array.from({ length }, (_, index) => Put(String(index)));
const one = "1 validation error detected: Value";
const emptyKey =
  "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk";

describe("a transaction of dynamodb that is not valid", () => {
  let served: ServedDynamoDb;
  before(async () => {
    served = await serveDynamoDb();
  });
  after(() => served.stop());

  const writes: Record<string, { items: TransactWriteItem[]; token?: string; message: string | RegExp }> = {
    "without actions": {
      items: [],
      message: `${one} '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    },
    "of 101 actions": { items: many(101), message: /Member must have length less than or equal to 100$/ },
    "with a long token": {
      ...{ items: [Put()], token: "x".repeat(37) },
      message: `${one} '${"x".repeat(37)}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36`,
    },
    "with an action of no kind": {
      items: [{}],
      message: "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request",
    },
    "with an action of two kinds": {
      items: [{ ...Put(), Delete: { TableName, Key: Key("b") } }],
      message: "TransactItems can only contain one of Check, Put, Update or Delete",
    },
    "with two actions on an item": {
      items: [Put(), { Delete: { TableName, Key: Key() } }],
      message: "Transaction request cannot include multiple operations on one item",
    },
    "with a ConditionCheck without a condition": {
      items: [{ ConditionCheck: { TableName, Key: Key(), ConditionExpression: undefined } }],
      message: `${one} null at 'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null`,
    },
    "with an unknown kind of returned values": {
      items: [Put("a", { ReturnValuesOnConditionCheckFailure: "ALL_NEW" as "ALL_OLD" })],
      message: `${one} 'ALL_NEW' at 'transactItems.1.member.put.returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
    },
    "with a condition that cannot be parsed": {
      items: [Put("a", { TableName: "nobody" }), Put("b", { ConditionExpression: "hello!" })],
      message: /^Invalid ConditionExpression: Syntax error; /,
    },
    "with a value that no expression uses": {
      items: [
        Put("a", {
          ConditionExpression: "attribute_exists(pk)",
          ExpressionAttributeValues: { ":v": { N: "7" } },
        }),
      ],
      message: "Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}",
    },
    "with an empty key": { items: [{ Delete: { TableName, Key: Key("") } }], message: emptyKey },
    "of more than 4 MiB": {
      items: Array.from({ length: 11 }, (_, index) =>
        Put(String(index), { Item: { ...Key(String(index)), text: { S: "x".repeat(400_000) } } }),
      ),
      message: "Transaction payload size cannot exceed 4194304 bytes",
    },
  };
  for (const [name, { items: TransactItems, token: ClientRequestToken, message }] of Object.entries(writes))
    it(`is refused: ${name}`, async () => {
      const command = new TransactWriteItemsCommand({ TransactItems, ClientRequestToken });
      const error = await rejection(served.client.send(command));
      expect(error.name).to.equal("ValidationException");
      if (typeof message === "string") expect(error.message).to.equal(message);
      else expect(error.message).to.match(message);
    });

  it("is refused: a table that does not exist", async () => {
    const gone = new TransactWriteItemsCommand({ TransactItems: [Put("a", { TableName: "nobody" })] });
    const error = await rejection(served.client.send(gone));
    expect([error.name, error.message]).to.deep.equal([
      "ResourceNotFoundException",
      "Requested resource not found",
    ]);
  });

  it("is refused: reads of one item twice, and of none", async () => {
    const get = { Get: { TableName, Key: Key() } };
    const read = (TransactItems: TransactGetItem[]) =>
      rejection(served.client.send(new TransactGetItemsCommand({ TransactItems })));
    expect((await read([get, get])).message).to.equal(
      "Transaction request cannot include multiple operations on one item",
    );
    expect((await read([{ Get: undefined }])).message).to.equal(
      `${one} null at 'transactItems.1.member.get' failed to satisfy constraint: Member must not be null`,
    );
  });
});
