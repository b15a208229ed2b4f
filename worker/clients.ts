import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** Tries of one AWS call, with the SDK's backoff between, before the stage gives up on it. */
const maxAttempts = 5;

/** A server that stops answering must not hold a stage until its job times out. */
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true };

/** `credentials`: absent for the job's own role. */
export function s3Client(credentials?: S3ClientConfig["credentials"]): S3Client {
  return new S3Client({ maxAttempts, requestHandler, ...(credentials === undefined ? {} : { credentials }) });
}

export function tableClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts, requestHandler }));
}
