import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import type { PolicyStatement } from "../../host/identity/policy-document.ts";
import { records, type ServedDynamoDb, sendRaw, serveDynamoDb } from "./testing/served-dynamodb.ts";

const { TableName } = records;
const table = "arn:aws:dynamodb:eu-west-1:000000000000:table/records";
const Key = (pk: string) => ({ pk, sk: "1" });
const typed = (pk: string) => ({ pk: { S: pk }, sk: { S: "1" } });
const own = "tenant#acme#import";
const others = "tenant#birch#import";

describe("access to dynamodb", () => {
  let served: ServedDynamoDb;
  before(async () => {
    served = await serveDynamoDb();
  });
  after(() => served.stop());

  const denied = async (request: Promise<unknown>) => {
    const error = await rejection(request);
    expect(error.name).to.equal("AccessDeniedException");
    return error.message;
  };
  const allow = (Action: string, Resource = table): PolicyStatement => ({
    ...{ Effect: "Allow", Action: `dynamodb:${Action}`, Resource },
  });
  const present = { Null: { "dynamodb:LeadingKeys": "false" } };
  /** What the tenant may do with its own keys. Without `present`, absent keys are allowed, too. */
  const ownKeys = (present: PolicyStatement["Condition"]): PolicyStatement => ({
    ...{ ...allow("*"), Resource: `${table}*` },
    Condition: {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": `tenant#\${aws:PrincipalTag/tenant}#*` },
      ...present,
    },
  });

  it("needs a right on the table", async () => {
    const reader = served.readerWith(allow("GetItem"));
    await reader.send(new GetCommand({ TableName, Key: Key("a") }));
    expect(await denied(reader.send(new PutCommand({ TableName, Item: Key("a") })))).to.equal(
      "User: arn:aws:sts::000000000000:assumed-role/reader/test is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:000000000000:table/records because no identity-based policy allows the dynamodb:PutItem action",
    );
  });

  const query = (client: DynamoDBDocumentClient, more: object) =>
    sendRaw(client, "Query", { TableName, ...more });
  const values = (...pks: string[]) => ({
    ExpressionAttributeValues: Object.fromEntries(pks.map((pk, index) => [`:${index}`, { S: pk }])),
  });

  /** Each operation that has keys. */
  const requests: Record<string, (client: DynamoDBDocumentClient, pk: string) => Promise<unknown>> = {
    GetItem: (client, pk) => client.send(new GetCommand({ TableName, Key: Key(pk) })),
    PutItem: (client, pk) => client.send(new PutCommand({ TableName, Item: Key(pk) })),
    UpdateItem: (client, pk) => client.send(new UpdateCommand({ TableName, Key: Key(pk) })),
    DeleteItem: (client, pk) => client.send(new DeleteCommand({ TableName, Key: Key(pk) })),
    BatchGetItem: (client, pk) =>
      client.send(
        new BatchGetCommand({
          RequestItems: { [TableName]: { Keys: [Key(own), Key(pk)].slice(pk === own ? 1 : 0) } },
        }),
      ),
    "BatchWriteItem with a put": (client, pk) =>
      client.send(
        new BatchWriteCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: Key(pk) } }] } }),
      ),
    "BatchWriteItem with a delete": (client, pk) =>
      client.send(
        new BatchWriteCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key: Key(pk) } }] } }),
      ),
    TransactGetItems: (client, pk) =>
      client.send(new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: Key(pk) } }] })),
    TransactWriteItems: (client, pk) =>
      client.send(new TransactWriteCommand({ TransactItems: [{ Delete: { TableName, Key: Key(pk) } }] })),
    "Query by an expression": (client, pk) =>
      query(client, { KeyConditionExpression: "pk = :0", ...values(pk) }),
    "Query by an expression from right to left": (client, pk) =>
      query(client, { KeyConditionExpression: "sk > :1 AND :0 = pk", ...values(pk, "0") }),
    "Query by an expression with another equality first": (client, pk) =>
      query(client, { KeyConditionExpression: "sk = :1 AND (pk = :0)", ...values(pk, own) }),
    "Query by KeyConditions": (client, pk) => {
      const condition = { ComparisonOperator: "EQ", AttributeValueList: [{ S: pk }] };
      return query(client, { KeyConditions: { pk: condition } });
    },
    "Query of an index": (client, pk) =>
      query(client, {
        ...{ IndexName: "by-status", KeyConditionExpression: "#s = :0", ...values(pk) },
        ExpressionAttributeNames: { "#s": "status" },
      }),
  };
  for (const [name, request] of Object.entries(requests))
    it(`keeps a tenant to its own partition keys: ${name}`, async () => {
      // Also without `present`: the keys are there.
      for (const rights of [ownKeys(present), ownKeys({})]) {
        const reader = served.readerWith(rights);
        await request(reader, own);
        await denied(request(reader, others));
      }
    });

  it("keeps a reader to attributes: those that any part of a request names", async () => {
    const names: PolicyStatement = {
      ...{ Effect: "Allow", Action: "dynamodb:*", Resource: `${table}*` },
      Condition: {
        "ForAllValues:StringEquals": { "dynamodb:Attributes": ["pk", "sk", "a", "b"] },
        StringEqualsIfExists: {
          "dynamodb:Select": "SPECIFIC_ATTRIBUTES",
          "dynamodb:ReturnValues": ["NONE", "UPDATED_NEW"],
        },
      },
    };
    const reader = served.readerWith(names);
    const key = { TableName, Key: typed("a") };
    const set = (expression: string, more = {}) =>
      sendRaw(reader, "UpdateItem", {
        ...{ ...key, UpdateExpression: expression, ExpressionAttributeValues: { ":1": { S: "1" } }, ...more },
      });
    await sendRaw(reader, "GetItem", { ...key, ProjectionExpression: "a.c, b[0]" });
    await set("SET a = if_not_exists(b, :1)", { ConditionExpression: "attribute_not_exists(b)" });
    await sendRaw(reader, "Scan", { TableName, ProjectionExpression: "a" });
    for (const request of [
      () => sendRaw(reader, "GetItem", key),
      () => sendRaw(reader, "GetItem", { ...key, ProjectionExpression: "a, c" }),
      () => sendRaw(reader, "GetItem", { ...key, AttributesToGet: ["c"] }),
      () => sendRaw(reader, "BatchGetItem", { RequestItems: { [TableName]: { Keys: [key.Key] } } }),
      () => sendRaw(reader, "Scan", { TableName, IndexName: "by-status" }),
      () =>
        sendRaw(reader, "Scan", {
          TableName,
          ProjectionExpression: "a",
          FilterExpression: "attribute_exists(c)",
        }),
      () => sendRaw(reader, "PutItem", { TableName, Item: { ...key.Key, c: { S: "c" } } }),
      () => set("SET a = if_not_exists(c, :1)"),
      () => set("SET c = :1"),
      () => set("SET a = :1", { ConditionExpression: "attribute_exists(c)" }),
      () => set("SET a = :1", { ReturnValues: "ALL_OLD" }),
      () =>
        sendRaw(reader, "TransactWriteItems", {
          TransactItems: [{ Put: { TableName, Item: { ...key.Key, c: { S: "c" } } } }],
        }),
    ])
      await denied(request());
  });

  it("has no partition keys in a Scan: a condition on all of none is met", async () => {
    await denied(served.readerWith(ownKeys(present)).send(new ScanCommand({ TableName })));
    await served.readerWith(ownKeys({})).send(new ScanCommand({ TableName }));
  });

  it("judges no operation by what belongs to another", async () => {
    const rightless = served.readerWith(allow("GetItem", `${table}-of-others`));
    const onItems = ["Scan", "PutItem", "DeleteItem", "Query"];
    const onTables = ["DescribeTable", "DeleteTable", "DescribeTimeToLive", "UpdateTable", "ListTables"];
    const query = { KeyConditionExpression: "pk = :0", ...values(own) };
    for (const operation of [...onItems, ...onTables])
      for (const RequestItems of [undefined, {}, []]) {
        const keyed = { Key: typed(own), Item: typed(own), ...(operation === "Query" && query) };
        await denied(sendRaw(rightless, operation, { TableName, ...keyed, RequestItems }));
      }
  });

  it("has the tags of its own account's tables only", async () => {
    const other = "arn:aws:dynamodb:us-east-1:999999999999:table/records";
    const reader = served.readerWith(allow("*", other));
    for (const request of [
      sendRaw(reader, "ListTagsOfResource", { ResourceArn: other }),
      sendRaw(reader, "TagResource", { ResourceArn: other, Tags: [{ Key: "a", Value: "b" }] }),
    ])
      await denied(request);
    const elsewhere = table.replace("eu-west-1", "us-east-1");
    for (const [request, message] of [
      [
        sendRaw(reader, "ListTagsOfResource", { ResourceArn: elsewhere }),
        /^Invalid TableArn: Invalid ResourceArn/,
      ],
      [
        sendRaw(reader, "ListTagsOfResource", { ResourceArn: "records" }),
        /ARNs must start with 'arn:': records$/,
      ],
      [
        sendRaw(reader, "DescribeTable", { TableName: elsewhere }),
        /^1 validation error detected: Invalid AWS region in/,
      ],
    ] as const)
      expect((await rejection(request)).message).to.match(message);
  });

  it("does not take the rights on an index for rights on its table", async () => {
    const reader = served.readerWith(allow("*", `${table}/index/by-status`));
    await denied(sendRaw(reader, "Scan", { TableName }));
    await sendRaw(reader, "Scan", { TableName, IndexName: "by-status" });
    const got = { TableName, IndexName: "by-status", Key: typed(own) };
    await denied(sendRaw(reader, "GetItem", got));
  });

  it("has no PartiQL", async () => {
    for (const operation of ["ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"]) {
      const error = await rejection(sendRaw(served.readerWith(allow("*", "*")), operation, {}));
      expect(error.name).to.equal("UnknownOperationException");
    }
  });
});
