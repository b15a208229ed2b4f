import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchClient, DescribeJobsCommand, ListJobsCommand } from "@aws-sdk/client-batch";
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { dynamodb } from "../../services/dynamodb/index.ts";
import { s3 } from "../../services/s3/index.ts";
import { sts } from "../../services/sts/index.ts";
import { restJsonService } from "../gateway/protocols/rest-json.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../start.ts";
import { Faults } from "./faults.ts";

const batch = {
  name: "batch",
  wire: () =>
    restJsonService({
      signingName: "batch",
      routes: { "POST /v1/describejobs": "DescribeJobs", "POST /v1/listjobs": "ListJobs" },
      operations: { DescribeJobs: () => ({ jobs: [] }), ListJobs: () => ({ jobSummaryList: [] }) },
    }),
};

describe("faults", () => {
  const clock = new VirtualClock(Date.now());
  const faults = new Faults(clock);
  let dir: string;
  let aws: EmbeddedAws;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "batchline-faults-"));
    const services = [s3, dynamodb, sts, batch];
    aws = await startEmbeddedAws({ dir, services, intercept: faults.intercept });
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true });
  });

  const once = () => ({ ...aws.clientConfig, maxAttempts: 1 });

  it("throttle one operation to a rate, in the words of its service", async () => {
    const jobs = new BatchClient(once());
    const described = () => jobs.send(new DescribeJobsCommand({ jobs: ["a"] }));
    const end = faults.throttle("batch:DescribeJobs", { perSecond: 2 });
    await described();
    await described();
    const refused = await rejection(described());
    expect(refused).to.include({ name: "TooManyRequestsException", message: "Too Many Requests" });
    expect(refused).to.have.nested.property("$metadata.httpStatusCode", 429);
    await jobs.send(new ListJobsCommand({ jobQueue: "q" }));
    clock.advance(500);
    await described();
    await rejection(described());
    end();
    await described();
    faults.throttle("sts:GetCallerIdentity", { perSecond: 0, burst: 0 });
    const caller = new STSClient(once()).send(new GetCallerIdentityCommand());
    expect(await rejection(caller)).to.include({ name: "Throttling", message: "Rate exceeded" });
  });

  it("lose answers of requests that took effect, which an SDK client then sends again", async () => {
    const table = { TableName: "table", Key: { pk: { S: "a" } } };
    const tables = new DynamoDBClient(once());
    await tables.send(
      new CreateTableCommand({
        TableName: "table",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      }),
    );
    const put = { TableName: "table", Item: table.Key, ConditionExpression: "attribute_not_exists(pk)" };
    faults.loseAnswers("dynamodb:PutItem", 1);
    expect(await rejection(tables.send(new PutItemCommand(put)))).to.include({ code: "ECONNRESET" });
    expect((await tables.send(new GetItemCommand(table))).Item).to.deep.equal(table.Key);
    await tables.send(new DeleteItemCommand(table));
    faults.loseAnswers("dynamodb:PutItem", 1);
    const patient = new DynamoDBClient(aws.clientConfig);
    const again = await rejection(patient.send(new PutItemCommand(put)));
    expect(again.name).to.equal("ConditionalCheckFailedException");
  });

  it("lose no answers of requests that failed, and none of other operations", async () => {
    const objects = new S3Client({ ...once(), forcePathStyle: true });
    const put = () => objects.send(new PutObjectCommand({ Bucket: "bucket", Key: "k", Body: "x" }));
    const end = faults.loseAnswers("s3:PutObject");
    expect(await rejection(put())).to.include({ name: "NoSuchBucket" });
    await objects.send(new CreateBucketCommand({ Bucket: "bucket" }));
    for (const _ of [1, 2]) expect(await rejection(put())).to.include({ code: "ECONNRESET" });
    const { Body } = await objects.send(new GetObjectCommand({ Bucket: "bucket", Key: "k" }));
    expect(await Body?.transformToString()).to.equal("x");
    end();
    await put();
  });
});
