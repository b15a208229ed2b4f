import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { CodedError } from "@batchline/diagnostics";
import { env } from "../../contract/env.ts";
import type { DataLocation } from "../../contract/tenants.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import { Bucket, objectNames } from "./bucket.ts";
import { Table } from "./table.ts";

/** The stores that the functions and the planner's job use, and their clock. */
export interface Stores {
  readonly bucket: Bucket;
  readonly table: Table;
  /** The names of a tenant's objects below `folder`; see `objectNames`. */
  names(data: DataLocation, folder: string): AsyncIterable<string>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * How clients call what AWS may throttle: they slow down to what it takes, and try for minutes. Closing ten thousand chunks writes
 * thirty thousand records. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const paced = { retryMode: "adaptive", maxAttempts: 12 } as const;

/** The stores that the environment names. @throws {MissingVariableError} */
export function storesFromEnvironment(): Stores {
  const s3 = new S3Client({});
  return {
    bucket: new Bucket(s3, required(env.platformBucket)),
    table: new Table(new DynamoDBClient(paced), required(env.table)),
    names: (data, folder) => objectNames(s3, data, folder),
    now: Date.now,
  };
}

class MissingVariableError extends CodedError<HandlerErrorCode> {}

/** The environment variable `name`. @throws {MissingVariableError} */
export function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  const message = `the environment variable ${name} is not set: run \`pulumi up\` again`;
  throw new MissingVariableError("BL-H007", message);
}
