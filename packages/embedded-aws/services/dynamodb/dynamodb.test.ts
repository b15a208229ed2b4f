import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  type StreamSpecification,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Gateway, startGateway } from "../../host/gateway/server.ts";
import { Identity } from "../../host/identity/identity.ts";
import { clientFor } from "../../testing/client.ts";
import { type DynamoDb, startDynamoDb } from "./dynamodb.ts";

const TableName = "records";
const definition: CreateTableCommandInput = {
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
};

describe("dynamodb", () => {
  const identity = new Identity({ clock: realClock });
  let dynamodb: DynamoDb;
  let gateway: Gateway;
  let client: DynamoDBClient;
  let documents: DynamoDBDocumentClient;

  before(async () => {
    dynamodb = startDynamoDb({ region: "eu-west-1" });
    gateway = await startGateway({ identity, services: [dynamodb.service] });
    client = new DynamoDBClient(clientFor(gateway.endpoint, identity.operator));
    documents = DynamoDBDocumentClient.from(client);
    await dynamodb.createTable(definition);
  });
  after(async () => {
    await gateway.stop();
    await dynamodb.stop();
  });

  it("puts, gets, updates and deletes items", async () => {
    const Key = { pk: "run#1", sk: "run" };
    await documents.send(
      new PutCommand({ TableName, Item: { ...Key, status: "RUNNING", counts: { done: 1 } } }),
    );
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: "SET #s = :s, counts.done = counts.done + :n",
        ExpressionAttributeNames: { "#s": "status" },
        ExpressionAttributeValues: { ":s": "SUCCEEDED", ":n": 2 },
        ReturnValues: "ALL_NEW",
      }),
    );
    expect(Attributes).to.deep.equal({ ...Key, status: "SUCCEEDED", counts: { done: 3 } });
    await documents.send(new DeleteCommand({ TableName, Key }));
    expect((await documents.send(new GetCommand({ TableName, Key }))).Item).to.equal(undefined);
  });

  it("enforces a condition against concurrent writers", async () => {
    const write = (owner: number) =>
      documents.send(
        new PutCommand({
          TableName,
          Item: { pk: "workflow#x", sk: "lock", owner },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      );
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, owner) => write(owner)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    expect((await rejection(write(99))).name).to.equal("ConditionalCheckFailedException");
  });

  it("returns the item that a condition failed on, if the request wants it", async () => {
    const owned = { pk: { S: "workflow#y" }, sk: { S: "lock" }, owner: { S: "other" } };
    await client.send(new PutItemCommand({ TableName, Item: owned }));
    const take = new PutItemCommand({
      ...{ TableName, Item: { ...owned, owner: { S: "me" } } },
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    const error = await rejection(client.send(take), ConditionalCheckFailedException);
    expect([error.message, error.Item]).to.deep.equal(["The conditional request failed", owned]);
    // Without the item it is the same error.
    const bare = new PutItemCommand({ ...take.input, ReturnValuesOnConditionCheckFailure: "NONE" });
    expect(await rejection(client.send(bare))).to.include({ message: error.message, Item: undefined });
  });

  it("queries by key with paging, and reads and writes in batches", async () => {
    const items = Array.from({ length: 25 }, (_, index) => ({
      pk: "run#2",
      sk: `chunk#${String(index).padStart(3, "0")}`,
    }));
    await documents.send(
      new BatchWriteCommand({
        RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
    const query = {
      TableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
      ExpressionAttributeValues: { ":pk": "run#2", ":sk": "chunk#" },
      Limit: 20,
    };
    const first = await documents.send(new QueryCommand(query));
    const rest = await documents.send(
      new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }),
    );
    expect([...(first.Items ?? []), ...(rest.Items ?? [])]).to.deep.equal(items);
    const got = await documents.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: items.slice(0, 3) } } }),
    );
    expect(got.Responses?.[TableName]).to.have.length(3);
  });

  it("describes a table with the region's ARN", async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).to.include({
      TableArn: "arn:aws:dynamodb:eu-west-1:000000000000:table/records",
      TableStatus: "ACTIVE",
    });
    const again = await rejection(client.send(new CreateTableCommand(definition)));
    expect([again.name, again.message]).to.deep.equal([
      "ResourceInUseException",
      "Table already exists: records",
    ]);
  });

  it("creates and deletes tables over the wire", async () => {
    const other = { TableName: "other-table" };
    await client.send(
      new CreateTableCommand({
        ...other,
        ...{
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          BillingMode: "PAY_PER_REQUEST",
          Tags: [{ Key: "owner", Value: "imports" }],
        },
      }),
    );
    const ResourceArn = "arn:aws:dynamodb:eu-west-1:000000000000:table/other-table";
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
    expect(Tags).to.deep.equal([{ Key: "owner", Value: "imports" }]);
    expect((await client.send(new ListTablesCommand())).TableNames).to.deep.equal(["other-table", "records"]);
    await client.send(new DeleteTableCommand(other));
    // The table is DELETING at first, as on AWS.
    const described = () => client.send(new DescribeTableCommand(other)).catch((error: Error) => error);
    let last = await described();
    while ("Table" in last) {
      expect(last.Table?.TableStatus).to.equal("DELETING");
      last = await described();
    }
    expect(last).to.have.property("name", "ResourceNotFoundException");
  });

  it("stores a table's time to live", async () => {
    const describe = async () =>
      (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
    const update = (AttributeName: string, Enabled: boolean) => {
      const TimeToLiveSpecification = { AttributeName, Enabled };
      return client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    };
    expect(await describe()).to.deep.equal({ TimeToLiveStatus: "DISABLED" });
    await update("expiresAt", true);
    expect(await describe()).to.deep.equal({ TimeToLiveStatus: "ENABLED", AttributeName: "expiresAt" });
    expect((await rejection(update("expiresAt", true))).message).to.equal("TimeToLive is already enabled");
    expect((await rejection(update("until", true))).message).to.equal(
      "TimeToLive is active on a different AttributeName: current AttributeName is expiresAt",
    );
    await update("expiresAt", false);
    expect((await rejection(update("expiresAt", false))).message).to.equal("TimeToLive is already disabled");
  });

  it("keeps a protected table until its protection ends", async () => {
    const protection = (DeletionProtectionEnabled: boolean) =>
      client.send(new UpdateTableCommand({ TableName: "guarded", DeletionProtectionEnabled }));
    await client.send(new CreateTableCommand({ ...definition, TableName: "guarded" }));
    await dynamodb.waitUntilTableExists("guarded");
    await protection(true);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: "guarded" }));
    expect(Table?.DeletionProtectionEnabled).to.equal(true);
    const remove = () => client.send(new DeleteTableCommand({ TableName: "guarded" }));
    const refused = await rejection(remove());
    expect([refused.name, refused.message]).to.deep.equal([
      "ValidationException",
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    ]);
    await protection(false);
    await remove();
    await dynamodb.waitUntilTableNotExists("guarded");
    await dynamodb.createTable({ ...definition, TableName: "guarded" });
    expect(
      (await dynamodb.describeTable({ TableName: "guarded" })).Table?.DeletionProtectionEnabled,
    ).to.equal(false);
  });

  it("stores point-in-time recovery and the stream of a table", async () => {
    const backups = { TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } };
    await client.send(new UpdateContinuousBackupsCommand(backups));
    const described = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
    expect(described.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).to.include({
      ...{ PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 35 },
    });
    const stream = (StreamSpecification: StreamSpecification) =>
      client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
    const enabled = { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } as const;
    const { TableDescription } = await stream(enabled);
    expect(TableDescription?.LatestStreamArn).to.match(/:table\/records\/stream\/\d{4}-\d\d-\d\dT[\d:.]+$/);
    expect((await rejection(stream(enabled))).message).to.equal(
      "Table already has an enabled stream: TableName: records",
    );
    await stream({ StreamEnabled: false });
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).to.not.have.property("StreamSpecification");
  });

  it("changes the billing of a table", async () => {
    const ProvisionedThroughput = { ReadCapacityUnits: 3, WriteCapacityUnits: 2 };
    const billing = { TableName: "billed", BillingMode: "PROVISIONED", ProvisionedThroughput } as const;
    await dynamodb.createTable({ ...definition, TableName: "billed" });
    const { TableDescription } = await client.send(new UpdateTableCommand(billing));
    expect(TableDescription?.ProvisionedThroughput).to.include(ProvisionedThroughput);
  });

  it("names an unknown operation", async () => {
    const error = await rejection(client.send(new ExecuteStatementCommand({ Statement: "SELECT * FROM a" })));
    expect(error.name).to.equal("UnknownOperationException");
    expect(error.message).to.contain("dynamodb:ExecuteStatement is not emulated");
  });

  it("has its tables after a restart", async () => {
    const dir = await mkdtemp(join(tmpdir(), "batchline-dynamodb-"));
    const id = { TableName: "kept", Key: { id: "1" } };
    const inDir = async (
      use: (documents: DynamoDBDocumentClient, dynamodb: DynamoDb) => Promise<unknown>,
    ) => {
      const dynamodb = startDynamoDb({ dir });
      const gateway = await startGateway({ identity, services: [dynamodb.service] });
      await use(
        DynamoDBDocumentClient.from(new DynamoDBClient(clientFor(gateway.endpoint, identity.operator))),
        dynamodb,
      );
      await gateway.stop();
      await dynamodb.stop();
    };
    await inDir(async (documents, dynamodb) => {
      await dynamodb.createTable({
        TableName: "kept",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      });
      await documents.send(new PutCommand({ TableName: "kept", Item: { id: "1", note: "here" } }));
    });
    await inDir(async (documents) => {
      expect((await documents.send(new GetCommand(id))).Item).to.deep.equal({ id: "1", note: "here" });
    });
    await rm(dir, { recursive: true });
  });
});
