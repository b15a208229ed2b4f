import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { FileArchive } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { type EmbeddedAws, startEmbeddedAws } from "../host/start.ts";
import { trusting } from "../testing/embedded-step-functions.ts";
import { FakeDeployment } from "../testing/fake-deployment.ts";

const allow = (Action: string, Resource: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource } });

describe("an embedded AWS that starts again on its folder", () => {
  let dir: string;
  let aws: EmbeddedAws;
  let pulumi: FakeDeployment;
  const deployment = () => new FakeDeployment({ running: aws.running, record: aws.record });
  const restart = async () => {
    await aws.stop();
    aws = await startEmbeddedAws({ dir: join(dir, "aws") });
    pulumi = deployment();
  };
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "restore-"));
    aws = await startEmbeddedAws({ dir: join(dir, "aws") });
    pulumi = deployment();
  });
  afterEach(async () => {
    await aws.stop();
    await rm(dir, { recursive: true });
  });

  it("has the lines of logs, and adds to them", async () => {
    await pulumi.existing("aws:cloudwatch/logGroup:LogGroup", { name: "/jobs" });
    const put = (message: string, timestamp: number) =>
      aws.logs.put("/jobs", "a/b", [{ timestamp, message }]);
    put("first\nand more", 1000);
    await restart();
    put("second", 2000);
    const logs = new CloudWatchLogsClient(aws.clientConfig);
    const from = { logGroupName: "/jobs", logStreamName: "a/b", startFromHead: true };
    const { events = [] } = await logs.send(new GetLogEventsCommand(from));
    expect(events.map(({ message, timestamp }) => [message, timestamp])).to.deep.equal([
      ["first\nand more", 1000],
      ["second", 2000],
    ]);
    logs.destroy();
  });

  it("has the newest objects and items", async () => {
    await pulumi.existing("aws:s3/bucket:Bucket", { bucket: "data" });
    const object = await pulumi.existing("aws:s3/bucketObjectv2:BucketObjectv2", {
      ...{ bucket: "data", key: "list", content: "by the program" },
    });
    await new S3Client(aws.clientConfig).send(
      new PutObjectCommand({ Bucket: "data", Key: "list", Body: "by a job" }),
    );
    await pulumi.existing("aws:dynamodb/table:Table", {
      ...{ name: "runs", billingMode: "PAY_PER_REQUEST", hashKey: "pk", deletionProtectionEnabled: true },
      attributes: [{ name: "pk", type: "S" }],
      ttl: { enabled: true, attributeName: "expiresAt" },
    });
    const Item = { pk: { S: "r1" } };
    await new DynamoDBClient(aws.clientConfig).send(new PutItemCommand({ TableName: "runs", Item }));
    await restart();
    const s3 = new S3Client(aws.clientConfig);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "data", Key: "list" }));
    expect(await Body?.transformToString()).to.equal("by a job");
    const items = new DynamoDBClient(aws.clientConfig);
    expect((await items.send(new GetItemCommand({ TableName: "runs", Key: Item }))).Item).to.deep.equal(Item);
    const { TimeToLiveDescription } = await aws.dynamodb.describeTimeToLive({ TableName: "runs" });
    expect(TimeToLiveDescription).to.include({ AttributeName: "expiresAt" });
    const { Table } = await aws.dynamodb.describeTable({ TableName: "runs" });
    expect(Table).to.include({ DeletionProtectionEnabled: true });
    expect((await pulumi.read(object.type, object.id))?.outputs).to.include({ key: "list" });
  });

  it("has roles with their policies", async () => {
    const assumeRolePolicy = JSON.stringify(trusting("lambda.amazonaws.com"));
    await pulumi.existing("aws:iam/role:Role", { name: "worker", assumeRolePolicy });
    const document = allow("s3:PutObject", "arn:aws:s3:::data/*");
    await pulumi.existing("aws:iam/rolePolicy:RolePolicy", { name: "put", role: "worker", policy: document });
    const policy = await pulumi.existing("aws:iam/policy:Policy", {
      ...{ name: "get", policy: allow("s3:GetObject", "arn:aws:s3:::data/*") },
    });
    const attachment = { role: "worker", policyArn: policy.id };
    await pulumi.existing("aws:iam/rolePolicyAttachment:RolePolicyAttachment", attachment);
    await restart();
    const { principal } = aws.identity.openSession("worker", "s");
    const decisions = ["PutObject", "GetObject", "DeleteObject"].map(
      (action) => aws.identity.decide(principal, `s3:${action}`, "arn:aws:s3:::data/k").decision,
    );
    expect(decisions).to.deep.equal(["allowed", "allowed", "implicitDeny"]);
  });

  it("has the latest revision of a job definition, and goes on from it", async () => {
    const inputs = (image: string) => ({
      ...{ name: "fetch", type: "container" },
      containerProperties: JSON.stringify({
        image,
        resourceRequirements: [
          { type: "VCPU", value: "1" },
          { type: "MEMORY", value: "512" },
        ],
      }),
    });
    const first = await pulumi.existing("aws:batch/jobDefinition:JobDefinition", inputs("one"));
    const second = await pulumi.update(first, inputs("two"));
    await restart();
    expect(aws.batch.definitions.find("fetch")).to.deep.include({ revision: 2, status: "ACTIVE" });
    const third = await pulumi.update(second, inputs("three"));
    expect(third.outputs).to.include({ revision: 3 });
    expect(third.id).to.equal(first.id);
    expect(aws.batch.definitions.find("fetch:2")?.status).to.equal("INACTIVE");
  });

  it("has a queue that was moved to a newer environment", async () => {
    const environment = (name: string) =>
      pulumi.existing("aws:batch/computeEnvironment:ComputeEnvironment", {
        ...{ name, type: "MANAGED" },
        computeResources: {
          ...{ type: "EC2", maxVcpus: 4, subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
          ...{ instanceTypes: ["m7g"], instanceRole: "arn:aws:iam::000000000000:instance-profile/none" },
        },
      });
    const orders = (name: string) => ({
      ...{ name: "jobs", priority: 1, state: "ENABLED" },
      computeEnvironmentOrders: [{ order: 1, computeEnvironment: name }],
    });
    const old = await environment("old");
    const queue = await pulumi.existing("aws:batch/jobQueue:JobQueue", orders("old"));
    const newer = await environment("new");
    await pulumi.update(queue, orders("new"));
    await pulumi.delete(old);
    await pulumi.update(newer, { ...newer.inputs, state: "DISABLED" });
    await restart();
    expect(aws.batch.queues.all().map(({ jobQueueName }) => jobQueueName)).to.deep.equal(["jobs"]);
    expect(aws.batch.environments.all()).to.have.length(1);
    expect(aws.batch.environments.get("new").state).to.equal("DISABLED");
  });

  it("has functions with the code that was deployed", async () => {
    const assumeRolePolicy = JSON.stringify(trusting("lambda.amazonaws.com"));
    await pulumi.existing("aws:iam/role:Role", { name: "fn", assumeRolePolicy });
    const code = join(dir, "code");
    await mkdir(code);
    await writeFile(join(code, "index.mjs"), "export const handler = async () => 'deployed';");
    await pulumi.existing("aws:lambda/function:Function", {
      ...{ name: "hello", handler: "index.handler", runtime: "nodejs24.x" },
      ...{ role: "arn:aws:iam::000000000000:role/fn", code: new FileArchive(code) },
    });
    await rm(code, { recursive: true });
    await restart();
    const outcome = await aws.lambda.invoke("hello", "{}");
    expect(outcome).to.deep.include({ payload: '"deployed"' });
  });

  it("has topics with their subscriptions", async () => {
    const topic = await pulumi.existing("aws:sns/topic:Topic", { name: "operators" });
    const subscription = await pulumi.existing("aws:sns/topicSubscription:TopicSubscription", {
      ...{ topic: topic.id, protocol: "email", endpoint: "ops@acme.example" },
    });
    await restart();
    expect(aws.sns.subscriptionsOf(topic.id).map(({ arn }) => arn)).to.deep.equal([subscription.id]);
    await pulumi.delete(subscription);
    expect(aws.sns.subscriptionsOf(topic.id)).to.deep.equal([]);
  });

  it("reads nothing of what was deleted over the wire", async () => {
    const bucket = await pulumi.existing("aws:s3/bucket:Bucket", { bucket: "data" });
    const table = await pulumi.existing("aws:dynamodb/table:Table", {
      ...{ name: "runs", hashKey: "pk", attributes: [{ name: "pk", type: "S" }] },
    });
    await new S3Client(aws.clientConfig).send(new DeleteBucketCommand({ Bucket: "data" }));
    await new DynamoDBClient(aws.clientConfig).send(new DeleteTableCommand({ TableName: "runs" }));
    await aws.dynamodb.waitUntilTableNotExists("runs");
    await restart();
    for (const { type, id, urn } of [bucket, table])
      expect(await pulumi.read(type, id, { urn })).to.equal(undefined);
    expect(aws.record.all()).to.deep.equal([]);
  });
});
