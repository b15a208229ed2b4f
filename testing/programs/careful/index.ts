/** Resources that a user may add with good reason: no rule refuses any. */
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import { all, Config, interpolate, jsonStringify } from "@pulumi/pulumi";

const { accountId } = aws.getCallerIdentityOutput();
const vpc = new awsx.ec2.Vpc("shop", { natGateways: { strategy: "None" } });
const tags = { workflow: "shop" };

// A website: a bucket that CloudFront reads, by a policy with values that are known only after deployment.
const site = new aws.s3.Bucket("site");
const { bucket } = site;
new aws.s3.BucketPublicAccessBlock("site", {
  bucket,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
new aws.s3.BucketServerSideEncryptionConfiguration("site", {
  bucket,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});
const access = new aws.cloudfront.OriginAccessControl("site", {
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
  signingProtocol: "sigv4",
});
const distribution = new aws.cloudfront.Distribution("site", {
  enabled: true,
  origins: [
    { originId: "site", domainName: site.bucketRegionalDomainName, originAccessControlId: access.id },
  ],
  defaultCacheBehavior: {
    targetOriginId: "site",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
});
new aws.s3.BucketPolicy("site", {
  bucket,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
        actions: ["s3:GetObject"],
        resources: [interpolate`${site.arn}/*`],
        conditions: [{ test: "StringEquals", variable: "AWS:SourceArn", values: [distribution.arn] }],
      },
      {
        effect: "Deny",
        principals: [{ type: "*", identifiers: ["*"] }],
        actions: ["s3:*"],
        resources: [site.arn, interpolate`${site.arn}/*`],
        conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ],
  }).json,
});

// A customer-managed key, a topic and a queue, with policies as objects.
const key = new aws.kms.Key("shop", {
  enableKeyRotation: true,
  policy: jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: interpolate`arn:aws:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
      },
    ],
  }),
});
const topic = new aws.sns.Topic("orders", { kmsMasterKeyId: key.arn });
const queue = new aws.sqs.Queue("orders", { sqsManagedSseEnabled: true });
new aws.sqs.QueuePolicy("orders", {
  queueUrl: queue.url,
  policy: {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: "*",
        Action: "sqs:SendMessage",
        Resource: queue.arn,
        Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
      },
    ],
  } as never,
});

// A function with an AWS-managed policy for its logs, and an inline policy.
const runsAs = (name: string, service: string) =>
  new aws.iam.Role(name, {
    assumeRolePolicy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
    },
  });
const lambdaRole = runsAs("orders", "lambda.amazonaws.com");
new aws.iam.RolePolicyAttachment("orders", {
  role: lambdaRole,
  policyArn: aws.iam.ManagedPolicy.AWSLambdaBasicExecutionRole,
});
new aws.iam.RolePolicy("orders", {
  role: lambdaRole,
  policy: all([queue.arn, topic.arn]).apply(([queue, topic]) => ({
    Version: "2012-10-17" as const,
    Statement: [
      { Effect: "Allow" as const, Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource: queue },
      { Effect: "Allow" as const, Action: "sns:Publish", Resource: topic },
      {
        Effect: "Allow" as const,
        Action: ["xray:PutTraceSegments", "ecr:GetAuthorizationToken"],
        Resource: "*",
      },
    ],
  })),
});
const logs = new aws.cloudwatch.LogGroup("orders", { retentionInDays: 14 });
const orders = new aws.lambda.Function("orders", {
  role: lambdaRole.arn,
  runtime: "nodejs24.x",
  handler: "index.handler",
  s3Bucket: bucket,
  s3Key: "orders.zip",
  environment: {
    variables: {
      TOKEN_URL: "https://shop.example/token",
      DB_SECRET_ARN: new Config().requireSecret("databaseSecret"),
      PASSWORD_MIN_LENGTH: "12",
    },
  },
  loggingConfig: { logFormat: "JSON", logGroup: logs.name },
});
new aws.lambda.Permission("orders", {
  action: "lambda:InvokeFunction",
  function: orders.name,
  principal: "events.amazonaws.com",
});
new aws.cloudwatch.EventRule("orders", { eventPattern: '{"source":["shop.orders"]}' });

// ECS on Fargate, its roles and an environment for Batch on it.
const execution = runsAs("execution", "ecs-tasks.amazonaws.com");
new aws.iam.RolePolicyAttachment("execution", {
  role: execution,
  policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
});
const subnets = vpc.privateSubnetIds;
const securityGroupIds = [vpc.vpc.apply(({ defaultSecurityGroupId }) => defaultSecurityGroupId)];
const fargate = new aws.batch.ComputeEnvironment("fargate", {
  type: "MANAGED",
  computeResources: { type: "FARGATE", maxVcpus: 16, subnets, securityGroupIds },
});
const unmanaged = new aws.batch.ComputeEnvironment("own", { type: "UNMANAGED" });
const jobs = [fargate, unmanaged].map(
  ({ arn }, index) =>
    new aws.batch.JobQueue(`own-${index}`, {
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrders: [{ order: 0, computeEnvironment: arn }],
    }),
);
const digest = "0123456789abcdef".repeat(4);
const attempts = {
  timeout: { attemptDurationSeconds: 600 },
  retryStrategy: {
    attempts: 2,
    evaluateOnExits: [
      { action: "RETRY", onStatusReason: "Host EC2*" },
      { action: "EXIT", onExitCode: "65" },
    ],
  },
  deregisterOnNewRevision: false,
  propagateTags: true,
  tags,
};
const onFargate = new aws.batch.JobDefinition("report", {
  ...attempts,
  type: "container",
  platformCapabilities: ["FARGATE"],
  containerProperties: jsonStringify({
    image: `shop.example/report@sha256:${digest}`,
    user: "1000:1000",
    readonlyRootFilesystem: true,
    executionRoleArn: execution.arn,
    resourceRequirements: [
      { type: "VCPU", value: "0.25" },
      { type: "MEMORY", value: "512" },
    ],
    logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": logs.name } },
  }),
});
new aws.batch.JobDefinition("pod", {
  ...attempts,
  type: "container",
  eksProperties: {
    podProperties: { containers: [{ image: `shop.example/pod@sha256:${digest}` }] },
  },
});

// An express machine, and a one-time schedule.
const machineRole = runsAs("report", "states.amazonaws.com");
const machineLogs = new aws.cloudwatch.LogGroup("report", { retentionInDays: 14 });
const machine = new aws.sfn.StateMachine("report", {
  type: "EXPRESS",
  roleArn: machineRole.arn,
  tags,
  definition: all([jobs[0]?.arn, onFargate.arn]).apply(([JobQueue, JobDefinition]) =>
    JSON.stringify({
      QueryLanguage: "JSONata",
      TimeoutSeconds: 3600,
      StartAt: "Report",
      States: {
        Report: {
          Type: "Task",
          Resource: "arn:aws:states:::batch:submitJob",
          Arguments: { JobName: "report", JobQueue, JobDefinition },
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }],
          End: true,
        },
        Failed: { Type: "Fail" },
      },
    }),
  ),
  loggingConfiguration: { level: "ERROR", logDestination: interpolate`${machineLogs.arn}:*` },
  tracingConfiguration: { enabled: true },
});
new aws.scheduler.Schedule("launch", {
  scheduleExpression: "at(2027-01-01T00:00:00)",
  scheduleExpressionTimezone: "UTC",
  flexibleTimeWindow: { mode: "OFF" },
  target: { arn: machine.arn, roleArn: machineRole.arn, deadLetterConfig: { arn: queue.arn } },
});
