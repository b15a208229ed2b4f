import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { env } from "../../contract/env.ts";
import { Bucket } from "./bucket.ts";
import { Listing } from "./listing.ts";
import { Table } from "./table.ts";

/** What the functions and the planner's job work with. */
export interface Platform {
  readonly bucket: Bucket;
  /** What there is of tenants' data. */
  readonly listing: Listing;
  readonly table: Table;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The platform that the environment names. Throws when a variable is missing. */
export function platformFromEnvironment(): Platform {
  const s3 = new S3Client({});
  return {
    bucket: new Bucket(s3, required(env.platformBucket)),
    listing: new Listing(s3),
    table: new Table(new DynamoDBClient({}), required(env.table)),
    now: Date.now,
  };
}

/** The variable of the environment. Throws when it is missing. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`the environment variable ${name} is not set: it was left out of what is deployed`);
  }
  return value;
}
