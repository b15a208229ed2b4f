import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** Where AWS is, and with whose rights. Empty in a container: the SDK reads both from the environment. */
export type AwsConfig = Pick<S3ClientConfig, "region" | "endpoint" | "credentials" | "requestHandler">;

const patience = {
  /** Attempts at one AWS call, with the SDK's backoff between them, before the stage gives up. */
  maxAttempts: 5,
  /** A server that stops answering must not hold a stage until its job times out. */
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
};

export function s3Client(aws: AwsConfig): S3Client {
  return new S3Client({ ...patience, ...aws });
}

export function tableClient(aws: AwsConfig): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ ...patience, ...aws }));
}
