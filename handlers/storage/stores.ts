import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { CodedError } from "@batchline/diagnostics";
import { env } from "../../contract/env.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import { Bucket, Listing } from "./bucket.ts";
import { Table } from "./table.ts";

/** The stores that the functions and the planner's job use, and their clock. */
export interface Stores {
  readonly bucket: Bucket;
  /** Lists tenants' data. */
  readonly listing: Listing;
  readonly table: Table;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The stores that the environment names. @throws {MissingVariableError} */
export function storesFromEnvironment(): Stores {
  const s3 = new S3Client({});
  return {
    bucket: new Bucket(s3, required(env.platformBucket)),
    listing: new Listing(s3),
    table: new Table(new DynamoDBClient({}), required(env.table)),
    now: Date.now,
  };
}

class MissingVariableError extends CodedError<HandlerErrorCode> {}

/** The environment variable `name`. @throws {MissingVariableError} */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new MissingVariableError(
      "BL-H007",
      `the environment variable ${name} is not set: run \`pulumi up\` again`,
    );
  }
  return value;
}
