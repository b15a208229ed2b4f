import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/lib-dynamodb";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Gateway, startGateway } from "../../host/gateway/server.ts";
import { Identity } from "../../host/identity/identity.ts";
import type { PolicyStatement } from "../../host/identity/policy-document.ts";
import { clientFor } from "../../testing/client.ts";
import { type DynamoDb, startDynamoDb } from "./dynamodb.ts";

const TableName = "records";

describe("access to dynamodb", () => {
  const identity = new Identity({ clock: realClock });
  let dynamodb: DynamoDb;
  let gateway: Gateway;

  before(async () => {
    dynamodb = await startDynamoDb({ region: "eu-west-1" });
    gateway = await startGateway({ identity, services: [dynamodb.service] });
    await dynamodb.createTable({
      TableName,
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      BillingMode: "PAY_PER_REQUEST",
    });
  });
  after(async () => {
    await gateway.stop();
    await dynamodb.stop();
  });

  const documentsOf = (...rights: PolicyStatement[]) => {
    const arn = "arn:aws:iam::000000000000:role/reader";
    identity.putRole({
      name: "reader",
      arn,
      trust: { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" } },
    });
    identity.putRolePolicy("reader", "rights", { Version: "2012-10-17", Statement: rights });
    const credentials = identity.credentialsFor(arn, "test", { tenant: "acme" });
    return DynamoDBDocumentClient.from(new DynamoDBClient(clientFor(gateway.endpoint, credentials)));
  };

  it("refuses an operation without a right on the table", async () => {
    const reader = documentsOf({
      Effect: "Allow",
      Action: "dynamodb:GetItem",
      Resource: "arn:aws:dynamodb:*:*:table/records",
    });
    await reader.send(new GetCommand({ TableName, Key: { pk: "a", sk: "b" } }));
    const error = await rejection(reader.send(new PutCommand({ TableName, Item: { pk: "a", sk: "b" } })));
    expect([error.name, error.message]).to.deep.equal([
      "AccessDeniedException",
      "User: arn:aws:sts::000000000000:assumed-role/reader/test is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:000000000000:table/records because no identity-based policy allows the dynamodb:PutItem action",
    ]);
  });

  it("keeps a tenant to its own partition keys", async () => {
    const reader = documentsOf({
      Effect: "Allow",
      Action: "dynamodb:*",
      Resource: "arn:aws:dynamodb:*:*:table/records",
      Condition: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": `tenant#\${aws:PrincipalTag/tenant}#*` },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    });
    const Item = (tenant: string) => ({ pk: `tenant#${tenant}#import`, sk: "1" });
    await reader.send(new PutCommand({ TableName, Item: Item("acme") }));
    const query = (pk: string) =>
      reader.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "#p = :p",
          ExpressionAttributeNames: { "#p": "pk" },
          ExpressionAttributeValues: { ":p": pk },
        }),
      );
    expect((await query("tenant#acme#import")).Count).to.equal(1);
    const batch = {
      RequestItems: {
        [TableName]: ["acme", "birch"].map((tenant) => ({ PutRequest: { Item: Item(tenant) } })),
      },
    };
    for (const denied of [
      reader.send(new PutCommand({ TableName, Item: Item("birch") })),
      query("tenant#birch#import"),
      reader.send(new BatchWriteCommand(batch)),
      reader.send(new ScanCommand({ TableName })),
    ]) {
      expect((await rejection(denied)).name).to.equal("AccessDeniedException");
    }
  });
});
