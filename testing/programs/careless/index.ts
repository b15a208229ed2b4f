/** A program that breaks each rule of the pack. test/long/policy-pack.test.ts lists which resource breaks which. */
import * as aws from "@pulumi/aws";
import { all, asset, jsonStringify, secret } from "@pulumi/pulumi";

const json = JSON.stringify;

// Instances and queues.
const template = new aws.ec2.LaunchTemplate("instances", {
  userData: Buffer.from("#!/bin/sh\nexport DB_PASSWORD=tr0ub4dor\n").toString("base64"),
});
const subnets = ["subnet-0"];
const wide = new aws.batch.ComputeEnvironment("wide", {
  type: "MANAGED",
  computeResources: {
    type: "SPOT",
    allocationStrategy: "BEST_FIT",
    minVcpus: 8,
    maxVcpus: 999,
    instanceTypes: ["m7i.large"],
    launchTemplate: { launchTemplateId: template.id },
    subnets,
  },
});
const narrow = ["a", "b", "c"].map(
  (name) =>
    new aws.batch.ComputeEnvironment(name, {
      type: "MANAGED",
      computeResources: {
        type: "SPOT",
        allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
        maxVcpus: 1,
        instanceTypes: ["m7i.large"],
        subnets,
      },
    }),
);
const queue = new aws.batch.JobQueue("crowded", {
  state: "ENABLED",
  priority: 1,
  schedulingPolicyArn: new aws.batch.SchedulingPolicy("shares").arn,
  computeEnvironmentOrders: [wide, ...narrow].map(({ arn }, order) => ({
    order,
    computeEnvironment: arn,
  })),
});

// Jobs.
const container = {
  // Of the role below, known in a preview.
  jobRoleArn: "arn:aws:iam::000000000000:role/tenant",
  image: "shop:latest",
  privileged: true,
  user: "root",
  resourceRequirements: [
    { type: "VCPU", value: "1" },
    { type: "MEMORY", value: "9000000" },
  ],
  environment: [{ name: "DB_PASSWORD", value: "tr0ub4dor" }],
  volumes: [{ name: "docker", host: { sourcePath: "/var/run/docker.sock" } }],
};
const job = new aws.batch.JobDefinition("array", {
  type: "container",
  containerProperties: secret(json(container)),
});
const nodes = new aws.batch.JobDefinition("nodes", {
  type: "multinode",
  nodeProperties: json({
    mainNode: 0,
    numNodes: 2,
    nodeRangeProperties: [{ targetNodes: "0:1", container }],
  }),
});

// Permissions.
const trust = (Principal: object) =>
  json({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal }] });
const role = new aws.iam.Role("tenant", {
  name: "tenant",
  assumeRolePolicy: trust({ AWS: "arn:aws:iam::123456789012:role/worker" }),
});
new aws.iam.RolePolicy("everything", {
  role: role.name,
  policy: json({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
      { Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:role/worker" },
      { Effect: "Allow", NotAction: "iam:CreateUser", Resource: "arn:aws:sqs:eu-central-1:123456789012:q" },
    ],
  }),
});
new aws.iam.RolePolicyAttachment("administrator", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
});

// Storage.
const bucket = new aws.s3.Bucket("open");
new aws.s3.BucketAcl("open", { bucket: bucket.bucket, acl: "public-read" });
new aws.s3.BucketPolicy("open", {
  bucket: bucket.bucket,
  policy: jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: bucket.arn, Principal: "*" }],
  }),
});
new aws.dynamodb.Table("plain", {
  attributes: [{ name: "pk", type: "S" }],
  hashKey: "pk",
  billingMode: "PAY_PER_REQUEST",
});
new aws.sns.Topic("plain");
const letters = new aws.sqs.Queue("plain");
new aws.cloudwatch.LogGroup("eternal");

// Machines, schedules and functions.
const service = new aws.iam.Role("service", { assumeRolePolicy: trust({ Service: "states.amazonaws.com" }) });
const machine = new aws.sfn.StateMachine("machine", {
  roleArn: service.arn,
  definition: all([queue.arn, job.arn, nodes.arn]).apply(([JobQueue, ...definitions]) =>
    json({
      StartAt: "Array",
      States: Object.fromEntries(
        definitions.map((JobDefinition, index) => [
          ["Array", "Nodes"][index],
          {
            Type: "Task",
            Resource: "arn:aws:states:::batch:submitJob.sync",
            Parameters: { JobName: "import", JobQueue, JobDefinition },
            ...(index === 0 ? { Next: "Nodes" } : { End: true }),
          },
        ]),
      ),
    }),
  ),
});
new aws.lambda.Function("silent", {
  role: service.arn,
  runtime: "nodejs24.x",
  handler: "index.handler",
  code: new asset.AssetArchive({ "index.mjs": new asset.StringAsset("export const handler = () => 1;") }),
});
new aws.scheduler.Schedule("nightly", {
  scheduleExpression: "cron(0 3 * * ? *)",
  flexibleTimeWindow: { mode: "OFF" },
  target: { arn: machine.arn, roleArn: service.arn },
});
new aws.cloudwatch.EventRule("nightly", { scheduleExpression: "cron(0 3 * * ? *)" });
export const queueUrl = letters.url;
