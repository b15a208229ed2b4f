import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { env } from "../contract/env.ts";
import { Bucket } from "./storage/bucket.ts";
import { Table } from "./storage/table.ts";

/** What both handlers work with. */
export interface Platform {
  readonly bucket: Bucket;
  readonly table: Table;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The platform that the function's environment names. Throws when a variable is missing. */
export function platformFromEnvironment(): Platform {
  return {
    bucket: new Bucket(new S3Client({}), required(env.platformBucket)),
    table: new Table(new DynamoDBClient({}), required(env.table)),
    now: Date.now,
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`the environment variable ${name} is not set: the function is deployed without it`);
  }
  return value;
}
