import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchClient } from "@aws-sdk/client-batch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { STSClient } from "@aws-sdk/client-sts";
import { realClock, type VirtualClock } from "@batchline/clock";
import type { Service } from "@batchline/embedded-aws/testing";
import {
  account,
  BenchBatch,
  Identity,
  region,
  startDynamoDb,
  startGateway,
  startS3,
  stsService,
} from "@batchline/embedded-aws/testing";
import type { Broker } from "../../handlers/broker/answer-request.ts";
import { Placements } from "../../handlers/broker/placements.ts";
import { Bucket, objectNames } from "../../handlers/storage/bucket.ts";
import { Table } from "../../handlers/storage/table.ts";
import { DescribedExecutions } from "../../testing/handlers/described-executions.ts";
import { runsTable } from "../../testing/handlers/runs-table.ts";
import { ContainerRunner } from "./containers.ts";
import { inProcess, type Tamper } from "./in-process.ts";
import { addRoles, functionRole } from "./rights.ts";
import type { Turnstile } from "./turnstile.ts";

export const platformBucket = "platform";
export const tableName = "runs";
export const queue = "queue";
export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
export const broker = arn("lambda", "function:broker");
export const stateMachine = arn("states", "stateMachine:pipeline");

/** The services that a run uses, in one process: calls to them wait at the turnstile. Batch's containers run in this process, too. */
export async function startCloud(turnstile: Turnstile, clock: VirtualClock, tamper?: Tamper) {
  const dir = await mkdtemp(join(tmpdir(), "batchline-interleavings-"));
  // Proofs and sessions are checked by the real time.
  const identity = new Identity({ region, clock: realClock });
  addRoles(identity);
  const states = new DescribedExecutions();
  const runner = new ContainerRunner(turnstile, clock, identity);
  const boundless = Number.POSITIVE_INFINITY;
  const host = { vcpus: boundless, memoryMiB: boundless };
  const bench = await BenchBatch.start("", clock, { runner, host });
  const [s3, dynamodb] = await Promise.all([startS3({ dir }), startDynamoDb({ region })]);
  for (const bucket of [platformBucket, "data"]) await s3.createBucket(bucket);
  await dynamodb.createTable(runsTable(tableName));
  // The broker sends proofs to STS over the network.
  const gateway = await startGateway({ identity, services: [stsService(identity)] });

  const functions = new Map<string, (event: unknown) => Promise<unknown>>();
  const services = [s3.service, dynamodb.service, bench.service, states.service, stsService(identity)];
  const all = [...services, lambda(functions)];
  const requestHandler = inProcess(turnstile, identity, all, tamper);
  const aws = { region, endpoint: gateway.endpoint, requestHandler };
  const { expiration: _, ...credentials } = identity.credentialsFor(functionRole, "function");
  const config = { ...aws, credentials };
  const s3Client = new S3Client(config);
  const clients = {
    s3: s3Client,
    batch: new BatchClient(config),
    states: new SFNClient(config),
    lambda: new LambdaClient(config),
    sts: new STSClient(config),
    table: new Table(new DynamoDBClient(config), tableName),
    bucket: new Bucket(s3Client, platformBucket),
    data: new Bucket(s3Client, "data"),
  };
  const { s3: brokersS3, batch, sts, table } = clients;
  const brokerParts: Broker = {
    ...{ broker, region, sts: new URL(gateway.endpoint), platformBucket, batch, s3: brokersS3, table },
    ...{ stsClient: sts, now: Date.now },
    placements: new Placements({ batch, ecs: new ECSClient(config) }),
  };
  return {
    ...clients,
    aws,
    broker: brokerParts,
    bench,
    runner,
    functions,
    described: states,
    s3Store: s3,
    names: (data: Parameters<typeof objectNames>[1], folder: string) => objectNames(s3Client, data, folder),
    endpoint: gateway.endpoint,
    async stop() {
      await gateway.stop();
      await bench[Symbol.asyncDispose]();
      await Promise.all([s3.stop(), dynamodb.stop()]);
      await rm(dir, { recursive: true });
    },
  };
}

export type Cloud = Awaited<ReturnType<typeof startCloud>>;

/** Lambda: the functions run in this process. */
function lambda(functions: ReadonlyMap<string, (event: unknown) => Promise<unknown>>): Service {
  const headers = { "content-type": "application/json" };
  return {
    signingName: "lambda",
    async handle({ path, body, authorise }) {
      const [, , , resource = ""] = path.split("/");
      const name = decodeURIComponent(resource).split(":").at(-1) ?? "";
      authorise("lambda:InvokeFunction", arn("lambda", `function:${name}`));
      try {
        const answer = await functions.get(name)?.(JSON.parse(body.toString()));
        return { status: 200, headers, body: JSON.stringify(answer) };
      } catch (cause) {
        const { name: errorType, message: errorMessage } = cause as Error;
        const failed = { ...headers, "x-amz-function-error": "Unhandled" };
        return { status: 200, headers: failed, body: JSON.stringify({ errorType, errorMessage }) };
      }
    },
  };
}
