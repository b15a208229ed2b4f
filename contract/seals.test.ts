import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { realClock } from "@batchline/clock";
import {
  type DynamoDb,
  type Gateway,
  Identity,
  startDynamoDb,
  startGateway,
} from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { isConditionFailure, updateExpression } from "./dynamodb-expressions.ts";
import { unsealed } from "./seals.ts";

describe("a seal on a stage's record", () => {
  let dynamoDb: DynamoDb;
  let gateway: Gateway;
  let client: DynamoDBDocumentClient;
  before(async () => {
    dynamoDb = await startDynamoDb();
    await dynamoDb.createTable({
      TableName: "table",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    });
    const identity = new Identity({ clock: realClock });
    gateway = await startGateway({ identity, services: [dynamoDb.service] });
    client = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        ...{ region: "us-east-1", endpoint: gateway.endpoint, credentials: identity.operator },
      }),
    );
  });
  after(async () => {
    client.destroy();
    await gateway.stop();
    await dynamoDb.stop();
  });

  async function update(pk: string, change: Parameters<typeof updateExpression>[0], execution: string) {
    const { expression: UpdateExpression, names, values } = updateExpression(change);
    const condition = unsealed(execution);
    const command = new UpdateCommand({
      ...{ TableName: "table", Key: { pk }, UpdateExpression, ConditionExpression: condition.expression },
      ExpressionAttributeNames: { ...names, ...condition.names },
      ExpressionAttributeValues: { ...values, ...condition.values },
    });
    try {
      await client.send(command);
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }
  const starts = (pk: string, execution: string) =>
    update(pk, { set: { status: "RUNNING", execution } }, execution);
  const seals = (pk: string, execution: string) =>
    update(pk, { set: { stage: "fetch" }, addToSet: { closedBy: execution } }, execution);

  it("keeps the containers of its execution out, and of no other", async () => {
    expect(await starts("a", "run-1")).to.equal(true);
    expect(await seals("a", "run-1")).to.equal(true);
    expect(await starts("a", "run-1")).to.equal(false);
    expect(await starts("a", "run-10")).to.equal(true);
  });

  it("is kept when a later execution seals the record, too", async () => {
    expect(await seals("b", "run-1")).to.equal(true);
    expect(await seals("b", "resumed-1")).to.equal(true);
    expect(await starts("b", "run-1")).to.equal(false);
    expect(await starts("b", "resumed-1")).to.equal(false);
  });

  it("is not put on a stage that succeeded", async () => {
    await update("c", { set: { status: "SUCCEEDED" } }, "run-1");
    expect(await seals("c", "run-1")).to.equal(false);
  });
});
