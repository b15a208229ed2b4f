import type { ModelName } from "../../models/model.ts";

/** How a service's requests are written. */
export interface Wire {
  readonly model: ModelName;
  readonly signingName: string;
  readonly protocol: "json" | "rest" | "query" | "s3";
  /** JSON: before the operation in `x-amz-target`. Query: the version. */
  readonly prefix?: string;
  readonly version?: "1.0" | "1.1";
  /** Operations that are emulated: most requests are theirs. @default all are equal */
  readonly emulated?: readonly string[];
}

const words = (text: string) => text.trim().split(/\s+/);

export const wires: readonly Wire[] = [
  {
    model: "dynamodb",
    signingName: "dynamodb",
    protocol: "json",
    prefix: "DynamoDB_20120810.",
    version: "1.0",
    emulated:
      words(`CreateTable DeleteTable DescribeTable ListTables UpdateTable DescribeTimeToLive UpdateTimeToLive DescribeContinuousBackups
  PutItem GetItem UpdateItem DeleteItem Query Scan BatchGetItem BatchWriteItem TransactGetItems TransactWriteItems TagResource`),
  },
  {
    model: "stepfunctions",
    signingName: "states",
    protocol: "json",
    prefix: "AWSStepFunctions.",
    version: "1.0",
    emulated:
      words(`CreateStateMachine UpdateStateMachine DeleteStateMachine DescribeStateMachine ListStateMachines StartExecution
  StartSyncExecution StopExecution DescribeExecution GetExecutionHistory ListExecutions ListMapRuns DescribeMapRun RedriveExecution
  SendTaskSuccess SendTaskFailure SendTaskHeartbeat TestState ValidateStateMachineDefinition DescribeStateMachineForExecution`),
  },
  {
    model: "logs",
    signingName: "logs",
    protocol: "json",
    prefix: "Logs_20140328.",
    version: "1.1",
    emulated:
      words(`CreateLogGroup CreateLogStream DeleteLogGroup DeleteLogStream DescribeLogGroups DescribeLogStreams FilterLogEvents
  GetLogEvents PutLogEvents PutRetentionPolicy DeleteRetentionPolicy TagResource UntagResource ListTagsForResource`),
  },
  {
    model: "events",
    signingName: "events",
    protocol: "json",
    prefix: "AWSEvents.",
    version: "1.1",
    emulated: words(
      `PutEvents PutRule DeleteRule PutTargets RemoveTargets DescribeRule ListRules ListTargetsByRule`,
    ),
  },
  {
    model: "secretsmanager",
    signingName: "secretsmanager",
    protocol: "json",
    prefix: "secretsmanager.",
    version: "1.1",
    emulated: words(`GetSecretValue CreateSecret PutSecretValue DescribeSecret ListSecrets`),
  },
  { model: "sqs", signingName: "sqs", protocol: "json", prefix: "AmazonSQS.", version: "1.0" },
  { model: "batch", signingName: "batch", protocol: "rest" },
  {
    model: "lambda",
    signingName: "lambda",
    protocol: "rest",
    emulated:
      words(`Invoke GetFunction GetFunctionConfiguration UpdateFunctionConfiguration PublishVersion ListVersionsByFunction DeleteFunction
  PutFunctionConcurrency GetFunctionConcurrency DeleteFunctionConcurrency`),
  },
  {
    model: "sesv2",
    signingName: "ses",
    protocol: "rest",
    emulated: words(`SendEmail GetEmailIdentity DeleteEmailIdentity`),
  },
  {
    model: "sns",
    signingName: "sns",
    protocol: "query",
    prefix: "2010-03-31",
    emulated: words(
      `CreateTopic DeleteTopic ListTopics Publish Subscribe Unsubscribe ListSubscriptionsByTopic`,
    ),
  },
  {
    model: "sts",
    signingName: "sts",
    protocol: "query",
    prefix: "2011-06-15",
    emulated: words(`AssumeRole GetCallerIdentity`),
  },
  {
    model: "s3",
    signingName: "s3",
    protocol: "s3",
    emulated:
      words(`ListBuckets CreateBucket HeadBucket DeleteBucket ListObjects ListObjectsV2 ListObjectVersions ListMultipartUploads DeleteObjects
  PutObject CopyObject GetObject HeadObject DeleteObject GetObjectAttributes CreateMultipartUpload UploadPart UploadPartCopy
  CompleteMultipartUpload AbortMultipartUpload ListParts GetBucketTagging PutBucketTagging PutObjectTagging GetObjectTagging`),
  },
];

/** Method and path of operations that do not follow a rule. */
const routes: Readonly<Record<string, string>> = {
  "batch:ListTagsForResource": "GET /v1/tags/{resourceArn}",
  "batch:TagResource": "POST /v1/tags/{resourceArn}",
  "batch:UntagResource": "DELETE /v1/tags/{resourceArn}",
  "lambda:Invoke": "POST /2015-03-31/functions/{FunctionName}/invocations",
  "lambda:GetFunction": "GET /2015-03-31/functions/{FunctionName}",
  "lambda:DeleteFunction": "DELETE /2015-03-31/functions/{FunctionName}",
  "lambda:GetFunctionConfiguration": "GET /2015-03-31/functions/{FunctionName}/configuration",
  "lambda:UpdateFunctionConfiguration": "PUT /2015-03-31/functions/{FunctionName}/configuration",
  "lambda:PublishVersion": "POST /2015-03-31/functions/{FunctionName}/versions",
  "lambda:ListVersionsByFunction": "GET /2015-03-31/functions/{FunctionName}/versions",
  "lambda:PutFunctionConcurrency": "PUT /2017-10-31/functions/{FunctionName}/concurrency",
  "lambda:GetFunctionConcurrency": "GET /2019-09-30/functions/{FunctionName}/concurrency",
  "sesv2:SendEmail": "POST /v2/email/outbound-emails",
  "sesv2:GetEmailIdentity": "GET /v2/email/identities/{EmailIdentity}",
  "sesv2:DeleteEmailIdentity": "DELETE /v2/email/identities/{EmailIdentity}",
  "s3:ListBuckets": "GET /",
  "s3:CreateBucket": "PUT /{Bucket}",
  "s3:HeadBucket": "HEAD /{Bucket}",
  "s3:ListObjects": "GET /{Bucket}",
  "s3:ListObjectsV2": "GET /{Bucket}?list-type=2",
  "s3:ListObjectVersions": "GET /{Bucket}?versions",
  "s3:ListMultipartUploads": "GET /{Bucket}?uploads",
  "s3:DeleteBucket": "DELETE /{Bucket}",
  "s3:DeleteObjects": "POST /{Bucket}?delete",
  "s3:PutObject": "PUT /{Bucket}/{Key}",
  "s3:CopyObject": "PUT /{Bucket}/{Key}",
  "s3:GetObject": "GET /{Bucket}/{Key}",
  "s3:HeadObject": "HEAD /{Bucket}/{Key}",
  "s3:DeleteObject": "DELETE /{Bucket}/{Key}",
  "s3:GetObjectAttributes": "GET /{Bucket}/{Key}?attributes",
  "s3:CreateMultipartUpload": "POST /{Bucket}/{Key}?uploads",
  "s3:UploadPart": "PUT /{Bucket}/{Key}",
  "s3:UploadPartCopy": "PUT /{Bucket}/{Key}",
  "s3:CompleteMultipartUpload": "POST /{Bucket}/{Key}",
  "s3:AbortMultipartUpload": "DELETE /{Bucket}/{Key}",
  "s3:ListParts": "GET /{Bucket}/{Key}",
};

const methods: Readonly<Record<string, string>> = {
  Get: "GET",
  List: "GET",
  Delete: "DELETE",
  Put: "PUT",
  Create: "POST",
};

/** Method and path of an operation; of operations that are not emulated any that look like it. */
export function routeOf(model: ModelName, operation: string): string {
  const known = routes[`${model}:${operation}`];
  if (known !== undefined) return known;
  if (model === "batch") return `POST /v1/${operation.toLowerCase()}`;
  const [, verb = "", rest = ""] = /^([A-Z][a-z]+)(.*)$/.exec(operation) ?? [];
  const method = methods[verb] ?? "POST";
  if (model === "lambda") return `${method} /2015-03-31/functions/{FunctionName}/${rest.toLowerCase()}`;
  if (model === "sesv2") return `${method} /v2/email/${rest.toLowerCase()}`;
  const object = rest.startsWith("Object");
  const subresource = rest
    .replace(/^(Bucket|Object)/, "")
    .replace(/Configuration$/, "")
    .toLowerCase();
  return `${method} /{Bucket}${object ? "/{Key}" : ""}?${subresource}`;
}
