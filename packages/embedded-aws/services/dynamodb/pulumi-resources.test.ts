import { rejection } from "@batchline/diagnostics/testing";
import type { PropertyMap } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";
import { type DynamoDb, startDynamoDb } from "./dynamodb.ts";

describe("resources of DynamoDB in a deployment", () => {
  let fake: FakeDeployment;
  beforeEach(() => {
    fake = new FakeDeployment();
  });

  it("creates a table with its keys and indexes", async () => {
    const { outputs } = await fake.create("aws:dynamodb/table:Table", {
      name: "runs",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      globalSecondaryIndexes: [{ name: "by-sk", hashKey: "sk", projectionType: "ALL" }],
      ttl: { enabled: true, attributeName: "expiresAt" },
    });
    expect(outputs).to.include({
      name: "runs",
      arn: "arn:aws:dynamodb:eu-central-1:000000000000:table/runs",
    });
    expect(fake.made).to.deep.equal([
      [
        "createTable",
        {
          TableName: "runs",
          BillingMode: "PAY_PER_REQUEST",
          DeletionProtectionEnabled: false,
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          AttributeDefinitions: [
            { AttributeName: "pk", AttributeType: "S" },
            { AttributeName: "sk", AttributeType: "S" },
          ],
          GlobalSecondaryIndexes: [
            {
              IndexName: "by-sk",
              KeySchema: [{ AttributeName: "sk", KeyType: "HASH" }],
              Projection: { ProjectionType: "ALL" },
            },
          ],
        },
      ],
      [
        "updateTimeToLive",
        {
          TableName: "runs",
          TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
        },
      ],
    ]);
  });

  describe("that change and go", () => {
    const type = "aws:dynamodb/table:Table";
    const runs: PropertyMap = {
      ...{ name: "runs", billingMode: "PAY_PER_REQUEST", hashKey: "pk" },
      attributes: [{ name: "pk", type: "S" }],
    };
    let dynamodb: DynamoDb;
    beforeEach(async () => {
      dynamodb = startDynamoDb({ region: "eu-central-1" });
      fake = new FakeDeployment({ service: dynamodb });
    });
    afterEach(() => dynamodb.stop());

    const described = async () => {
      const TableName = "runs";
      const { Table } = dynamodb.describeTable({ TableName });
      const { TimeToLiveDescription } = dynamodb.describeTimeToLive({ TableName });
      const { ContinuousBackupsDescription } = dynamodb.describeContinuousBackups({ TableName });
      return {
        billing: Table?.BillingModeSummary?.BillingMode,
        isProtected: Table?.DeletionProtectionEnabled,
        stream: Table?.StreamSpecification?.StreamViewType,
        timeToLive: TimeToLiveDescription.TimeToLiveStatus,
        recovery: ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus,
      };
    };

    it("changes a table's settings in place", async () => {
      const plain = await fake.existing(type, runs);
      const changed = await fake.update(plain, {
        ...runs,
        ...{ deletionProtectionEnabled: true, streamEnabled: true, streamViewType: "NEW_IMAGE" },
        ...{ ttl: { enabled: true, attributeName: "until" }, pointInTimeRecovery: { enabled: true } },
        ...{ billingMode: "PROVISIONED", readCapacity: 2, writeCapacity: 1 },
      });
      expect(changed.outputs.streamArn).to.match(/:table\/runs\/stream\/2/);
      expect(await described()).to.deep.equal({
        billing: "PROVISIONED",
        isProtected: true,
        stream: "NEW_IMAGE",
        timeToLive: "ENABLED",
        recovery: "ENABLED",
      });
      const view = { ...changed.inputs, streamViewType: "KEYS_ONLY" };
      const viewed = await fake.update(changed, view);
      expect((await described()).stream).to.equal("KEYS_ONLY");
      await fake.update(viewed, runs);
      expect(await described()).to.deep.equal({
        billing: "PAY_PER_REQUEST",
        isProtected: false,
        stream: undefined,
        // Without these inputs the AWS provider changes nothing.
        timeToLive: "ENABLED",
        recovery: "ENABLED",
      });
    });

    it("deletes a table that is not protected", async () => {
      const guarded = await fake.existing(type, { ...runs, deletionProtectionEnabled: true });
      expect((await rejection(fake.delete(guarded))).message).to.match(
        /^Resource cannot be deleted as it is currently protected against deletion\./,
      );
      const free = await fake.update(guarded, runs);
      await fake.delete(free);
      await fake.delete(free);
      await fake.existing(type, runs);
      expect((await described()).isProtected).to.equal(false);
    });

    it("adds and removes indexes, one after the other", async () => {
      const index = (name: string) => ({ name, hashKey: "pk", projectionType: "ALL" });
      const table = await fake.existing(type, { ...runs, globalSecondaryIndexes: [index("old")] });
      await fake.update(table, { ...runs, globalSecondaryIndexes: [index("new"), index("other")] });
      const { Table } = dynamodb.describeTable({ TableName: "runs" });
      const indexes = Table.GlobalSecondaryIndexes?.map(({ IndexName, IndexStatus }) => [
        IndexName,
        IndexStatus,
      ]);
      expect(indexes).to.deep.equal([
        ["new", "ACTIVE"],
        ["other", "ACTIVE"],
      ]);
    });
  });
});
