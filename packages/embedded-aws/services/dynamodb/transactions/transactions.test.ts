import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { records, type ServedDynamoDb, serveDynamoDb } from "../testing/served-dynamodb.ts";

const { TableName } = records;
const table = `arn:aws:dynamodb:*:*:table/${TableName}`;
const absent = "attribute_not_exists(pk)";

describe("transactions of dynamodb", () => {
  const clock = new VirtualClock();
  let served: ServedDynamoDb;
  let documents: DynamoDBDocumentClient;

  before(async () => {
    served = await serveDynamoDb({ clock });
    documents = DynamoDBDocumentClient.from(served.client);
  });
  after(() => served.stop());

  const Key = (pk: string) => ({ pk, sk: "1" });
  const put = (Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName, Item }));
  const item = async (pk: string) => (await documents.send(new GetCommand({ TableName, Key: Key(pk) }))).Item;
  const write = (
    TransactItems: TransactWriteCommandInput["TransactItems"],
    more: Omit<TransactWriteCommandInput, "TransactItems"> = {},
  ) => documents.send(new TransactWriteCommand({ TransactItems, ...more }));
  const add = (pk: string, n = 1) => ({
    ...{ TableName, Key: Key(pk), UpdateExpression: "ADD n :n" },
    ExpressionAttributeValues: { ":n": n },
  });
  const cancelled = (promise: Promise<unknown>) => rejection(promise, TransactionCanceledException);

  it("does all actions, with the table's indexes", async () => {
    await put({ ...Key("a"), status: "RUNNING" });
    await put({ ...Key("b"), status: "RUNNING" });
    await write([
      { Put: { TableName, Item: { ...Key("c"), status: "RUNNING" }, ConditionExpression: absent } },
      { Delete: { TableName, Key: Key("a") } },
      {
        Update: {
          ...{ TableName, Key: Key("b"), UpdateExpression: "SET #s = :s" },
          ExpressionAttributeNames: { "#s": "status" },
          ExpressionAttributeValues: { ":s": "SUCCEEDED" },
        },
      },
      { ConditionCheck: { TableName, Key: Key("d"), ConditionExpression: absent } },
    ]);
    const withStatus = async (status: string) => {
      const query = {
        ...{ TableName, IndexName: "by-status", KeyConditionExpression: "#s = :s" },
        ExpressionAttributeNames: { "#s": "status" },
        ExpressionAttributeValues: { ":s": status },
      };
      return (await documents.send(new QueryCommand(query))).Items;
    };
    expect(await withStatus("RUNNING")).to.deep.equal([{ ...Key("c"), status: "RUNNING" }]);
    expect(await withStatus("SUCCEEDED")).to.deep.equal([{ ...Key("b"), status: "SUCCEEDED" }]);
    expect([await item("a"), await item("d")]).to.deep.equal([undefined, undefined]);
  });

  it("does nothing if a condition fails, and reports each action", async () => {
    await put({ ...Key("lock"), owner: "other" });
    const update = {
      ...{ ...add("lock"), ConditionExpression: "#o = :o", ExpressionAttributeNames: { "#o": "owner" } },
      ExpressionAttributeValues: { ":n": 1, ":o": "me" },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    };
    const error = await cancelled(
      write([
        { Put: { TableName, Item: Key("run") } },
        { Update: update },
        { ConditionCheck: { TableName, Key: Key("gone"), ConditionExpression: "attribute_exists(pk)" } },
      ]),
    );
    expect(error.message).to.equal(
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]",
    );
    const failed = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" };
    // lib-dynamodb leaves the types in the items of errors.
    const Item = { pk: { S: "lock" }, sk: { S: "1" }, owner: { S: "other" } };
    expect(error.CancellationReasons).to.deep.equal([{ Code: "None" }, { ...failed, Item }, failed]);
    expect([await item("run"), await item("lock")]).to.deep.equal([
      undefined,
      { ...Key("lock"), owner: "other" },
    ]);
  });

  it("cancels an update that cannot be done, and a key of another type before any condition", async () => {
    await put({ ...Key("word"), n: "one" });
    const wrongUpdate = await cancelled(
      write([{ Put: { TableName, Item: Key("e") } }, { Update: add("word") }]),
    );
    expect(wrongUpdate.CancellationReasons?.map(({ Code }) => Code)).to.deep.equal([
      "None",
      "ValidationError",
    ]);
    const wrongKey = await cancelled(
      write([
        { ConditionCheck: { TableName, Key: Key("f"), ConditionExpression: "attribute_exists(pk)" } },
        { Put: { TableName, Item: { pk: 7, sk: "1" } } },
        { Delete: { TableName, Key: { pk: "f" } } },
      ]),
    );
    expect(wrongKey.CancellationReasons).to.deep.equal([
      { Code: "None" },
      {
        Code: "ValidationError",
        Message: "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N",
      },
      { Code: "None" },
    ]);
    expect(await item("e")).to.equal(undefined);
  });

  it("keeps transactions apart from each other, from writes and from transactional reads", async () => {
    const both = () => write([{ Update: add("left") }, { Update: add("right") }]);
    const read = async () => {
      const gets = ["left", "right"].map((pk) => ({ Get: { TableName, Key: Key(pk) } }));
      const { Responses } = await documents.send(new TransactGetCommand({ TransactItems: gets }));
      return Responses?.map(({ Item }) => (Item?.n ?? 0) % 1000);
    };
    const thousand = new UpdateCommand({ ...add("left", 1000) });
    const rounds = Array.from({ length: 10 }, () => Promise.all([both(), read(), documents.send(thousand)]));
    for (const [, seen] of await Promise.all(rounds)) expect(seen?.[0]).to.equal(seen?.[1]);
    expect([(await item("left"))?.n, (await item("right"))?.n]).to.deep.equal([10_010, 10]);
  });

  it("does a request with a token once in ten minutes", async () => {
    const request = (pk: string) => write([{ Update: add(pk) }], { ClientRequestToken: "token" });
    await request("once");
    await request("once");
    expect((await item("once"))?.n).to.equal(1);
    expect((await rejection(request("other"))).name).to.equal("IdempotentParameterMismatchException");
    clock.advance(10 * 60_000);
    await request("once");
    expect((await item("once"))?.n).to.equal(2);
  });

  it("tries a cancelled request again with its token", async () => {
    const request = () => {
      const check = { TableName, Key: Key("ready"), ConditionExpression: "attribute_exists(pk)" };
      return write([{ ConditionCheck: check }, { Update: add("started") }], { ClientRequestToken: "again" });
    };
    await cancelled(request());
    await put(Key("ready"));
    await request();
    expect((await item("started"))?.n).to.equal(1);
  });

  it("reads items, also parts and absent ones", async () => {
    await put({ ...Key("whole"), a: 1, b: 2 });
    const TransactItems = [
      {
        Get: {
          TableName,
          Key: Key("whole"),
          ProjectionExpression: "#b",
          ExpressionAttributeNames: { "#b": "b" },
        },
      },
      { Get: { TableName, Key: Key("nobody") } },
    ];
    const command = new TransactGetCommand({ TransactItems, ReturnConsumedCapacity: "TOTAL" });
    const { Responses, ConsumedCapacity } = await documents.send(command);
    expect(Responses).to.deep.equal([{ Item: { b: 2 } }, {}]);
    expect(ConsumedCapacity).to.deep.equal([{ TableName, CapacityUnits: 4, ReadCapacityUnits: 4 }]);
    const short = { Get: { TableName, Key: { pk: "whole" } } };
    const error = await cancelled(documents.send(new TransactGetCommand({ TransactItems: [short] })));
    expect(error.CancellationReasons).to.deep.equal([
      { Code: "ValidationError", Message: "The provided key element does not match the schema" },
    ]);
  });

  it("counts twice the capacity of its writes", async () => {
    const { ConsumedCapacity } = await write([{ Put: { TableName, Item: Key("g") } }, { Update: add("h") }], {
      ReturnConsumedCapacity: "INDEXES",
    });
    const total = { CapacityUnits: 4, WriteCapacityUnits: 4 };
    expect(ConsumedCapacity).to.deep.equal([{ TableName, ...total, Table: total }]);
  });

  it("needs the right of each action on its own key", async () => {
    const only = (Action: string, pk: string) => ({
      ...{ Effect: "Allow" as const, Action: `dynamodb:${Action}`, Resource: table },
      Condition: {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": pk },
        "ForAnyValue:StringEquals": {
          "dynamodb:EnclosingOperation": ["TransactWriteItems", "TransactGetItems"],
        },
      },
    });
    const rights = [
      ...[only("PutItem", "put"), only("UpdateItem", "update"), only("DeleteItem", "delete")],
      ...[only("ConditionCheckItem", "check"), only("GetItem", "get")],
    ];
    const reader = served.readerWith(...rights);
    const request = (pks: readonly string[]) => {
      const [put = "put", update = "update", remove = "delete", check = "check"] = pks;
      return reader.send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName, Item: Key(put) } },
            { Update: add(update) },
            { Delete: { TableName, Key: Key(remove) } },
            { ConditionCheck: { TableName, Key: Key(check), ConditionExpression: absent } },
          ],
        }),
      );
    };
    const get = (pk: string) =>
      reader.send(new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: Key(pk) } }] }));
    await request([]);
    await get("get");
    for (const denied of [
      () => request(["x"]),
      () => request(["put", "x"]),
      () => request(["put", "update", "x"]),
      () => request(["put", "update", "delete", "x"]),
      () => get("put"),
      () => reader.send(new PutCommand({ TableName, Item: Key("put") })),
    ])
      expect((await rejection(denied())).name).to.equal("AccessDeniedException");
  });
});
