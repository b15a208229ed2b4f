import { createRequire } from "node:module";
import { type Shape, shapeOf } from "./shape.ts";

/** A service that machines can call. */
export interface SdkService {
  readonly package: string;
  readonly client: string;
  /** How error names of `aws-sdk:` integrations begin: `Batch.ClientException`. */
  readonly name: string;
  /** How error names of the optimised integration begin, and what errors are called there that the service's model lacks. */
  readonly optimised?: {
    readonly name: string;
    readonly baseException: string;
    readonly serviceName: string;
  };
}

/** By their name in `arn:aws:states:::aws-sdk:<name>:<action>`. */
export const sdkServices: Readonly<Record<string, SdkService>> = {
  batch: {
    package: "@aws-sdk/client-batch",
    client: "BatchClient",
    name: "Batch",
    optimised: { name: "Batch", baseException: "AWSBatchException", serviceName: "AWSBatch" },
  },
  cloudwatchlogs: {
    package: "@aws-sdk/client-cloudwatch-logs",
    client: "CloudWatchLogsClient",
    name: "CloudWatchLogs",
  },
  dynamodb: {
    package: "@aws-sdk/client-dynamodb",
    client: "DynamoDBClient",
    name: "DynamoDb",
    optimised: {
      name: "DynamoDB",
      baseException: "AmazonDynamoDBException",
      serviceName: "AmazonDynamoDBv2",
    },
  },
  ecs: {
    package: "@aws-sdk/client-ecs",
    client: "ECSClient",
    name: "Ecs",
    optimised: { name: "ECS", baseException: "AmazonECSException", serviceName: "AmazonECS" },
  },
  eventbridge: {
    package: "@aws-sdk/client-eventbridge",
    client: "EventBridgeClient",
    name: "EventBridge",
    optimised: {
      name: "EventBridge",
      baseException: "AmazonEventBridgeException",
      serviceName: "AmazonEventBridge",
    },
  },
  glue: {
    package: "@aws-sdk/client-glue",
    client: "GlueClient",
    name: "Glue",
    optimised: { name: "Glue", baseException: "AWSGlueException", serviceName: "AWSGlue" },
  },
  lambda: {
    package: "@aws-sdk/client-lambda",
    client: "LambdaClient",
    name: "Lambda",
    optimised: { name: "Lambda", baseException: "AWSLambdaException", serviceName: "AWSLambda" },
  },
  s3: { package: "@aws-sdk/client-s3", client: "S3Client", name: "S3" },
  sesv2: { package: "@aws-sdk/client-sesv2", client: "SESv2Client", name: "SesV2" },
  sfn: {
    package: "@aws-sdk/client-sfn",
    client: "SFNClient",
    name: "Sfn",
    optimised: {
      name: "StepFunctions",
      baseException: "AWSStepFunctionsException",
      serviceName: "AWSStepFunctions",
    },
  },
  sns: {
    package: "@aws-sdk/client-sns",
    client: "SNSClient",
    name: "Sns",
    optimised: { name: "SNS", baseException: "AmazonSNSException", serviceName: "AmazonSNS" },
  },
  sqs: {
    package: "@aws-sdk/client-sqs",
    client: "SQSClient",
    name: "Sqs",
    optimised: { name: "SQS", baseException: "AmazonSQSException", serviceName: "AmazonSQS" },
  },
  sts: { package: "@aws-sdk/client-sts", client: "STSClient", name: "Sts" },
};

export interface SdkClient {
  send(command: object, options?: { abortSignal?: AbortSignal }): Promise<Readonly<Record<string, unknown>>>;
  destroy(): void;
}

export interface SdkOperation {
  readonly command: new (input: unknown) => object;
  readonly input: Shape;
  readonly output: Shape;
}

// Loaded when first needed: all of them together would cost a local run a good part of a second.
const require = createRequire(import.meta.url);
const modules = new Map<string, Readonly<Record<string, unknown>>>();

function sdkModule(service: SdkService): Readonly<Record<string, unknown>> {
  const loaded = modules.get(service.package) ?? require(service.package);
  modules.set(service.package, loaded);
  return loaded;
}

/** A client of the service; `configuration` is what the SDK's own constructor takes. */
export function createClient(service: SdkService, configuration: object): SdkClient {
  // The packages export a class of each of these names, with the SDK's common constructor.
  const Client = sdkModule(service)[service.client] as new (configuration: object) => SdkClient;
  return new Client(configuration);
}

/** The operation `submitJob` of a service, or undefined when it has none of that name. */
export function sdkOperation(service: SdkService, action: string): SdkOperation | undefined {
  const name = `${action.charAt(0).toUpperCase()}${action.slice(1)}Command`;
  const command = sdkModule(service)[name] as SdkOperation["command"] | undefined;
  if (action.charAt(0) !== action.charAt(0).toLowerCase() || typeof command !== "function") return undefined;
  const { schema } = new command({}) as { schema?: readonly unknown[] };
  return { command, input: shapeOf(schema?.[4]), output: shapeOf(schema?.[5]) };
}
