import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { must } from "@batchline/diagnostics";
import { tenantSessionTag } from "../contract/env.ts";

/** Where AWS is and the job's own role. Empty in a container: the SDK reads both from the environment. */
export type AwsConfig = Pick<STSClientConfig, "region" | "endpoint" | "credentials">;

/** Attempts at one AWS call, with the SDK's backoff between them, before the stage gives up. */
const maxAttempts = 5;

/** A server that stops answering must not hold a stage until its job times out. */
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true };

/** With the patience of every client of a stage. */
export function patient(aws: AwsConfig) {
  return { maxAttempts, requestHandler, ...aws };
}

export function s3Client(aws: AwsConfig): S3Client {
  return new S3Client(patient(aws));
}

export function tableClient(aws: AwsConfig): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(patient(aws)));
}

/**
 * The same AWS with the tenant's role, assumed with the session tag that its policies demand. The SDK renews the session, which AWS limits
 * to an hour for a role that assumes a role.
 */
export function asTenant(aws: AwsConfig, roleArn: string, tenant: string, sessionName: string): AwsConfig {
  const sts = new STSClient({ maxAttempts, ...aws });
  const credentials = async () => {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        // STS takes 2–64 of these characters.
        RoleSessionName: sessionName.replace(/[^\w+=,.@-]/g, "-").slice(0, 64),
        Tags: [{ Key: tenantSessionTag, Value: tenant }],
      }),
    );
    const session = must(Credentials, "STS returns credentials, or an error");
    return {
      accessKeyId: must(session.AccessKeyId, "STS credentials have a key id"),
      secretAccessKey: must(session.SecretAccessKey, "STS credentials have a key"),
      sessionToken: must(session.SessionToken, "STS credentials have a token"),
      expiration: must(session.Expiration, "STS credentials expire"),
    };
  };
  return { ...aws, credentials };
}
