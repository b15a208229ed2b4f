import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";

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
});
