import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { startFauxqs } from "fauxqs";
import { env } from "../../contract/env.ts";
import type { TenantsFile } from "../../contract/tenants.ts";
import type { Platform } from "../../handlers/platform.ts";
import { Bucket } from "../../handlers/storage/bucket.ts";
import { Table } from "../../handlers/storage/table.ts";

const dynalite = createRequire(import.meta.url)("dynalite") as (options: object) => Server;

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** A platform over real servers, with a clock that stands still until it is set. */
export interface EmbeddedPlatform extends Platform {
  /** ISO 8601: what the handlers take for now. */
  time: string;
  /** What a function's environment needs to reach the platform. */
  readonly environment: Readonly<Record<string, string>>;
  deploy(tenants: TenantsFile["tenants"]): Promise<void>;
  stop(): Promise<void>;
}

export async function startPlatform(): Promise<EmbeddedPlatform> {
  const s3 = await startFauxqs({ port: 0, host: "127.0.0.1", logger: false });
  s3.createBucket("platform");
  const dynamo = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => dynamo.listen(0, "127.0.0.1", resolve));
  const dynamoEndpoint = `http://127.0.0.1:${(dynamo.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ region: "eu-central-1", credentials, endpoint: dynamoEndpoint });
  await client.send(
    new CreateTableCommand({
      TableName: "runs",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((name) => ({
        AttributeName: name,
        AttributeType: "S" as const,
      })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  const s3Endpoint = `http://127.0.0.1:${s3.port}`;
  const s3Client = new S3Client({ region: "eu-central-1", credentials, endpoint: s3Endpoint });
  const platform: EmbeddedPlatform = {
    bucket: new Bucket(s3Client, "platform"),
    table: new Table(client, "runs"),
    time: "2026-11-23T12:00:00.000Z",
    now: () => Date.parse(platform.time),
    environment: {
      [env.platformBucket]: "platform",
      [env.table]: "runs",
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_S3: s3Endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoEndpoint,
    },
    deploy: (tenants) => platform.bucket.put("tenants.json", JSON.stringify({ tenants }), "application/json"),
    async stop() {
      s3Client.destroy();
      client.destroy();
      await s3.stop();
      await new Promise<void>((resolve) => dynamo.close(() => resolve()));
    },
  };
  return platform;
}
