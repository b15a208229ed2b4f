import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchClient } from "@aws-sdk/client-batch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { realClock } from "@batchline/clock";
import type { LongTermCredentials, Service } from "@batchline/embedded-aws/testing";
import { Identity, startDynamoDb, startGateway, startS3 } from "@batchline/embedded-aws/testing";
import { recordRights } from "../../components/functions/run-rights.ts";
import { env } from "../../contract/env.ts";
import type { DataLocation, TenantsFile } from "../../contract/tenants.ts";
import { Bucket, objectNames } from "../../handlers/storage/bucket.ts";
import { paced, type Stores } from "../../handlers/storage/stores.ts";
import { Table } from "../../handlers/storage/table.ts";
import { DescribedExecutions } from "./described-executions.ts";
import { DescribedJobs } from "./described-jobs.ts";
import { runsTable } from "./runs-table.ts";

const region = "eu-central-1";
const bucketName = "platform";
const dataBucket = "data";
const tableName = "runs";
const objects = `arn:aws:s3:::${bucketName}`;
const executions = `arn:aws:states:${region}:000000000000:execution:*:*`;
const records = recordRights(`arn:aws:dynamodb:${region}:000000000000:table/${tableName}`);

const onItems = (Action: readonly string[], keys: readonly string[]) => ({
  ...{ Effect: "Allow", Action, Resource: `arn:aws:dynamodb:${region}:000000000000:table/${tableName}` },
  Condition: {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys },
    Null: { "dynamodb:LeadingKeys": "false" },
  },
});

/** What the deployed functions may do, and no more. */
const rights = {
  metadata: [
    { Effect: "Allow", Action: "s3:GetObject", Resource: `${objects}/tenants.json` },
    { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `${objects}/runs/*` },
    { Effect: "Allow", Action: "s3:ListBucket", Resource: objects },
    {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: `arn:aws:s3:::${dataBucket}`,
      Condition: { StringLike: { "s3:prefix": "tenants/*/originals/" } },
    },
    { Effect: "Allow", Action: "states:DescribeExecution", Resource: executions },
    // With a stage that gets more memory.
    { Effect: "Allow", Action: ["batch:DescribeJobs", "batch:ListJobs"], Resource: "*" },
    ...records,
  ],
  summary: [
    { Effect: "Allow", Action: "s3:GetObject", Resource: `${objects}/runs/*` },
    { Effect: "Allow", Action: "s3:ListBucket", Resource: objects },
    { Effect: "Allow", Action: ["batch:DescribeJobs", "batch:ListJobs"], Resource: "*" },
    { Effect: "Allow", Action: "batch:TerminateJob", Resource: `arn:aws:batch:${region}:000000000000:job/*` },
    { Effect: "Allow", Action: "states:DescribeExecution", Resource: executions },
    ...records,
  ],
  notices: [
    { Effect: "Allow", Action: "s3:GetObject", Resource: [`${objects}/tenants.json`, `${objects}/runs/*`] },
    { Effect: "Allow", Action: "s3:ListBucket", Resource: objects },
    onItems(["dynamodb:BatchGetItem"], ["chunk#*"]),
    onItems(["dynamodb:GetItem", "dynamodb:Query"], ["run#*", "notices#*"]),
    onItems(["dynamodb:PutItem", "dynamodb:UpdateItem"], ["notices#*"]),
  ],
} as const;
type FunctionName = keyof typeof rights;

/** The embedded AWS with a platform bucket and a table, seen by the operator; its clock stands still until it is set. */
export interface EmbeddedStores extends Stores {
  /** ISO 8601: what the handlers take for now. */
  time: string;
  readonly batch: DescribedJobs;
  readonly states: DescribedExecutions;
  /**
   * Called before each request to the table, with the operation and its parameters as JSON. It may wait, change what the request will find, or
   * return the code of an error with which the request is refused.
   */
  beforeTable: (operation: string, parameters: string) => Promise<string | undefined>;
  /** The same stores with the rights of a function. */
  as(name: FunctionName): Stores & { readonly batch: BatchClient; readonly states: SFNClient };
  /** The environment of a function. */
  environmentOf(name: FunctionName): Readonly<Record<string, string>>;
  deploy(tenants: TenantsFile["tenants"]): Promise<void>;
  /** Puts an object of a tenant into the bucket `data`. */
  putData(key: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startStores(): Promise<EmbeddedStores> {
  const dir = await mkdtemp(join(tmpdir(), "batchline-platform-"));
  const identity = new Identity({ region, clock: realClock });
  const batch = new DescribedJobs();
  const states = new DescribedExecutions();
  const [s3, dynamodb] = await Promise.all([startS3({ dir }), startDynamoDb({ region })]);
  const table: Service = {
    ...dynamodb.service,
    async handle(request) {
      const { "x-amz-target": target = "" } = request.headers;
      const code = await stores.beforeTable(target.replace(/.*\./, ""), request.body.toString());
      if (code === undefined) return dynamodb.service.handle(request);
      const headers = { "content-type": "application/x-amz-json-1.0" };
      return { status: 400, headers, body: JSON.stringify({ __type: code, message: "refused by a test" }) };
    },
  };
  const services = [s3.service, table, batch.service, states.service];
  const { endpoint, stop } = await startGateway({ identity, services });
  await Promise.all([s3.createBucket(bucketName), s3.createBucket(dataBucket)]);
  await dynamodb.createTable(runsTable(tableName));
  const clients: { destroy(): void }[] = [];
  const now = () => Date.parse(stores.time);
  const reach = (credentials: LongTermCredentials) => {
    const config = { region, credentials, endpoint };
    const made = {
      s3: new S3Client(config),
      table: new DynamoDBClient({ ...config, ...paced }),
      batch: new BatchClient(config),
      states: new SFNClient(config),
    };
    clients.push(...Object.values(made));
    return {
      ...{ bucket: new Bucket(made.s3, bucketName), table: new Table(made.table, tableName) },
      names: (data: DataLocation, folder: string) => objectNames(made.s3, data, folder),
      ...{ batch: made.batch, states: made.states, now },
    };
  };
  const sessionOf = (name: FunctionName) => {
    const arn = `arn:aws:iam::000000000000:role/${name}`;
    const trust = {
      Statement: [
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    };
    identity.putRole({ name, arn, trust: JSON.stringify({ Version: "2012-10-17", ...trust }) });
    identity.putRolePolicy(name, name, JSON.stringify({ Version: "2012-10-17", Statement: rights[name] }));
    const { expiration: _, ...credentials } = identity.credentialsFor(arn, "test");
    return credentials;
  };
  const stores: EmbeddedStores = {
    ...reach(identity.operator),
    batch,
    states,
    beforeTable: async () => undefined,
    time: "2026-11-23T12:00:00.000Z",
    as: (name) => reach(sessionOf(name)),
    environmentOf(name) {
      const { accessKeyId, secretAccessKey, sessionToken } = sessionOf(name);
      return {
        ...{ [env.platformBucket]: bucketName, [env.table]: tableName, [env.jobQueues]: "compute" },
        ...{ AWS_REGION: region, AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: accessKeyId },
        ...{ AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken },
      };
    },
    deploy: (tenants) => stores.bucket.put("tenants.json", JSON.stringify({ tenants }), "application/json"),
    putData: (key) => s3.putObject(dataBucket, key, "x"),
    async stop() {
      for (const client of clients) client.destroy();
      await stop();
      await Promise.all([s3.stop(), dynamodb.stop()]);
      await rm(dir, { recursive: true });
    },
  };
  return stores;
}
