import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { fromHttp } from "@aws-sdk/credential-providers";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { realClock } from "@batchline/clock";
import type { Service } from "@batchline/embedded-aws/testing";
import {
  EcsEndpoints,
  Identity,
  startDynamoDb,
  startGateway,
  startS3,
  stsService,
} from "@batchline/embedded-aws/testing";
import type { Chunk } from "../../contract/chunk.ts";
import { env, jobIdVariable } from "../../contract/env.ts";
import { encodeManifest } from "../../contract/manifest.ts";
import { platformKeys, tenantKeys } from "../../contract/object-keys.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunRecord } from "../../contract/records.ts";
import { runContainer } from "../../worker/run-container.ts";
import { openLog } from "../../workflow-kit/at-run/log.ts";
import { workflowStages } from "../../workflows/stages.ts";
import { BrokerStandIn } from "./broker-stand-in.ts";
import { workerBundle } from "./bundle.ts";
import { allowRoles, arnOf, brokerArn, dataBucket, ownBucket, platform, region, table } from "./roles.ts";

export { dataBucket, ownBucket };

const runId = "run-1";

/** How a worker ended. */
export interface Ended {
  readonly code: number | null;
  /** Its log, a line an entry. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
}

/** All of AWS that a worker needs, and the worker. */
export interface WorkerCloud {
  readonly broker: BrokerStandIn;
  /** Starts the bundled worker in a process of its own with a stage of the chunk at a position of the manifest. */
  start(
    stage: string,
    position: number,
    environment?: Readonly<Record<string, string>>,
  ): Promise<ChildProcess>;
  /** Runs such a stage in this process, to its end. */
  run(stage: string, position: number, environment?: Readonly<Record<string, string>>): Promise<Ended>;
  record(chunk: number, stage: string, run?: string): Promise<ChunkRecord | undefined>;
  /** Writes fields of a record. */
  setRecord(chunk: number, stage: string, fields: Partial<ChunkRecord>): Promise<void>;
  /** The key of a file of the attempt that the record names. */
  output(chunk: number, stage: string, name: string, run?: string): Promise<string>;
  /** Keys in a bucket, in order. */
  keys(bucket: string, prefix?: string): Promise<string[]>;
  bytes(bucket: string, key: string): Promise<Buffer>;
  put(bucket: string, key: string, body: string | Uint8Array): Promise<void>;
  /** The lines of an NDJSON object. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests know what is in it
  lines(bucket: string, key: string): Promise<any[]>;
  stop(): Promise<void>;
}

/** Starts it with a run of `workflow` that has these chunks. `intercept` may put itself before a service. */
export async function startWorkerCloud(options: {
  readonly workflow: string;
  readonly chunks: readonly Chunk[];
  /** What `run` starts as the decoder. @default the bundled worker */
  readonly program?: string;
  /** @default none: containers connect directly */
  readonly egressProxy?: string;
  readonly intercept?: (service: Service) => Service;
}): Promise<WorkerCloud> {
  const { workflow } = options;
  const dir = await mkdtemp(join(os.tmpdir(), "batchline-worker-"));
  const identity = new Identity({ region, clock: realClock });
  allowRoles(identity, workflow);
  const s3 = await startS3({ dir: join(dir, "s3") });
  for (const bucket of [platform, dataBucket, ownBucket]) await s3.createBucket(bucket);
  const manifest = platformKeys.run(workflow, runId);
  const { chunks, index } = encodeManifest(options.chunks);
  await s3.putObject(platform, platformKeys.chunks(manifest), chunks);
  await s3.putObject(platform, platformKeys.chunkIndex(manifest), index);
  const dynamoDb = await startDynamoDb({ region });
  await dynamoDb.createTable({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "S" },
      { AttributeName: "sk", AttributeType: "S" },
    ],
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
  });
  const ecs = new EcsEndpoints({ identity });
  const broker = new BrokerStandIn(brokerArn);
  const services = [s3.service, dynamoDb.service, stsService(identity), ...broker.services];
  const gateway = await startGateway({
    identity,
    ecs,
    services: services.map((service) => options.intercept?.(service) ?? service),
  });

  const client = { region, endpoint: gateway.endpoint, credentials: identity.operator };
  const { expiration: _, ...credentials } = identity.credentialsFor(arnOf("broker"), "broker");
  const stopBroker = broker.start(
    { ...client, credentials },
    { broker: brokerArn, platformBucket: platform, table },
  );
  const objects = new S3Client(client);
  const records = DynamoDBDocumentClient.from(new DynamoDBClient(client));
  const bytes = async (bucket: string, key: string) => {
    const { Body } = await objects.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Buffer.from(await Body!.transformToByteArray());
  };

  const job = jobs();
  /** Batch starts a container: its environment, and where its credentials are. */
  const begin = async (stage: string, position: number, own: Readonly<Record<string, string>>) => {
    const taskId = randomUUID().replaceAll("-", "");
    const metadata = {
      LogOptions: { "awslogs-group": "/batchline", "awslogs-stream": `${stage}/${position}` },
      Limits: { CPU: 2048, Memory: 1024 },
    };
    const task = ecs.register({ roleArn: arnOf("stage"), sessionName: taskId, metadata });
    const run = own[env.runId] ?? runId;
    const environment: Readonly<Record<string, string>> = {
      AWS_REGION: region,
      AWS_ENDPOINT_URL: gateway.endpoint,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${gateway.endpoint}${task.credentialsUri}`,
      ECS_CONTAINER_METADATA_URI_V4: `${gateway.endpoint}${task.metadataUri}`,
      ...job(`${run}/${stage}`, position),
      [env.workflow]: workflow,
      [env.runId]: run,
      [env.execution]: run,
      [env.manifest]: manifest,
      [env.shardOffset]: "0",
      [env.broker]: brokerArn,
      [env.table]: table,
      [env.tenantRole]: arnOf("tenant"),
      [env.egressProxy]: options.egressProxy ?? "",
      ...own,
    };
    await runs(run);
    broker.runs({ jobId: environment[jobIdVariable] ?? "", taskId, roleArn: arnOf("stage"), environment });
    return { environment, release: task.release };
  };
  /** The run is in progress. */
  const runs = async (run: string) => {
    const record: RunRecord = {
      ...{ runId: run, workflow, execution: run, status: "RUNNING", manifest },
      ...{ chunks: options.chunks.length, startedAt: new Date().toISOString(), expiresAt: 4e9 },
    };
    await records.send(
      new PutCommand({ TableName: table, Item: { ...tableKeys.run(workflow, run), ...record } }),
    );
  };

  const start: WorkerCloud["start"] = async (stage, position, own = {}) => {
    const cwd = await workerBundle();
    const { environment, release } = await begin(stage, position, own);
    const child = spawn(process.execPath, ["main.mjs", stage], {
      cwd,
      stdio: ["ignore", "pipe", "inherit"],
      env: { NODE_OPTIONS: "--enable-source-maps", ...environment },
    });
    child.once("exit", release);
    return child;
  };

  const run: WorkerCloud["run"] = async (stage, position, own = {}) => {
    const { environment, release } = await begin(stage, position, own);
    const awsContainerCredentialsFullUri = environment.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? "";
    const credentials = fromHttp({ awsContainerCredentialsFullUri });
    const log: Record<string, unknown>[] = [];
    const code = await runContainer(stage, {
      workflows: workflowStages,
      environment,
      program: options.program ?? join(await workerBundle(), "main.mjs"),
      aws: { region, endpoint: gateway.endpoint, credentials },
      startedAt: new Date(),
      signal: new AbortController().signal,
      log: openLog({ write: (line: string) => void log.push(JSON.parse(line)) }),
    });
    release();
    return { code, log };
  };

  const record: WorkerCloud["record"] = async (chunk, stage, run = runId) => {
    const Key = tableKeys.chunk(workflow, run, chunk, stage);
    const got = await records.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return got.Item as ChunkRecord | undefined;
  };

  return {
    broker,
    start,
    run,
    record,
    async setRecord(chunk, stage, fields) {
      const Item = {
        ...tableKeys.chunk(workflow, runId, chunk, stage),
        ...(await record(chunk, stage)),
        ...fields,
      };
      await records.send(new PutCommand({ TableName: table, Item }));
    },
    async output(chunk, stage, name, run = runId) {
      const { prefix } = options.chunks.find(({ index }) => index === chunk)!.data;
      const attempt = (await record(chunk, stage, run))?.attempt;
      return prefix + tenantKeys.output({ workflow, runId: run, chunk, stage, attempt }, name);
    },
    async keys(bucket, prefix = "") {
      const list = await objects.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
      return (list.Contents ?? []).map(({ Key }) => Key ?? "");
    },
    bytes,
    put: (bucket, key, body) => s3.putObject(bucket, key, body),
    async lines(bucket, key) {
      const content = (await bytes(bucket, key)).toString("utf8");
      return content
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line));
    },
    async stop() {
      stopBroker();
      objects.destroy();
      records.destroy();
      await gateway.stop();
      await s3.stop();
      await dynamoDb.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Batch's variables of a job's child: an id for each name, and attempts counted from 1. */
function jobs() {
  const ids = new Map<string, string>();
  const attempts = new Map<string, number>();
  return (name: string, index: number) => {
    const id = ids.get(name) ?? randomUUID();
    ids.set(name, id);
    const child = `${id}:${index}`;
    const attempt = (attempts.get(child) ?? 0) + 1;
    attempts.set(child, attempt);
    return { AWS_BATCH_JOB_ID: child, AWS_BATCH_JOB_ATTEMPT: String(attempt) };
  };
}

/** Waits for a worker to end, and reads its log. */
export async function ended(child: ChildProcess): Promise<Ended> {
  const [output, [code]] = await Promise.all([text(child.stdout!), once(child, "exit")]);
  const log = output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code: code as number | null, log };
}
