import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { realClock, VirtualClock } from "@batchline/clock";
import {
  Concurrency,
  Faults,
  Identity,
  type Service,
  startDynamoDb,
  startGateway,
  startS3,
  stsService,
} from "@batchline/embedded-aws/testing";
import pino from "pino";
import type { Chunk } from "../../contract/chunk.ts";
import { env } from "../../contract/env.ts";
import { encodeManifest } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import { Table } from "../../handlers/storage/table.ts";
import { brokerClient } from "../../worker/broker/ask-broker.ts";
import { runsTable } from "../handlers/runs-table.ts";
import { BrokerStandIn } from "./broker-stand-in.ts";
import { allowRoles, arnOf, brokerArn, dataBucket, platform, region, table } from "./roles.ts";

interface HerdOptions {
  readonly containers: number;
  /** How many calls of the broker's function run at once. */
  readonly concurrency: number;
  /** How often Batch answers DescribeJobs in a second. */
  readonly describeJobsPerSecond: number;
}

interface Herd {
  /** Place in the manifest → how often a container got its chunk. */
  readonly started: ReadonlyMap<number, number>;
  /** What containers ended with that got none. */
  readonly errors: readonly string[];
  /** Calls of the broker's function. */
  readonly calls: number;
  /** Of these, those that Lambda refused. */
  readonly refusedCalls: number;
  readonly refusedDescribeJobs: number;
  /** Of virtual time, until the last one started. */
  readonly seconds: number;
}

const workflow = "catalog-import";
const runId = "run-1";
const manifest = platformKeys.manifest(workflow, runId, "nonce");

/** How long a call of the function takes, of virtual time. */
const callMs = 150;

/**
 * Containers that ask the broker all at once, each with the client of the worker. The broker's code is real, and all that it asks but Batch.
 * Time is virtual. The broker's own retries would take real time, so it has none here: the containers need more patience than on AWS.
 */
export async function brokerHerd(options: HerdOptions): Promise<Herd> {
  const { containers, concurrency: limit, describeJobsPerSecond } = options;
  const dir = await mkdtemp(join(tmpdir(), "batchline-herd-"));
  const identity = new Identity({ region, clock: realClock });
  allowRoles(identity, workflow);
  const [s3, dynamoDb] = await Promise.all([startS3({ dir }), startDynamoDb({ region })]);
  await s3.createBucket(platform);
  const chunks = Array.from({ length: containers }, (_, index) => chunk(index));
  const encoded = encodeManifest(chunks);
  s3.putObject(platform, platformKeys.chunks(manifest), Buffer.from(encoded.chunks));
  s3.putObject(platform, platformKeys.chunkIndex(manifest), Buffer.from(encoded.index));
  await dynamoDb.createTable(runsTable(table));

  const broker = new BrokerStandIn(brokerArn);
  const concurrency = new Concurrency();
  concurrency.reserve("broker", limit);
  const clock = new VirtualClock();
  const faults = new Faults(clock);
  faults.throttle("batch:DescribeJobs", { perSecond: describeJobsPerSecond });
  // Time moves on when each container that has not started waits.
  let [starting, waiting] = [containers, 0];
  const moveOn = () => void (waiting === starting && clock.step());
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      waiting++;
      clock.after(ms, () => {
        waiting--;
        resolve();
      });
      moveOn();
    });
  const seen = { calls: 0, refusedCalls: 0, refusedDescribeJobs: 0 };
  const counted = (service: Service): Service => ({
    ...service,
    async handle(request) {
      const answer = await service.handle(request);
      if (service.signingName === "batch" && answer.status === 429) seen.refusedDescribeJobs++;
      return answer;
    },
  });
  /** Lambda: refuses calls above the limit, before the function runs. */
  const limited = (service: Service): Service => ({
    ...service,
    async handle(request) {
      if (service.signingName !== "lambda") return service.handle(request);
      seen.calls++;
      let leave: () => void;
      try {
        leave = concurrency.enter("broker");
      } catch {
        seen.refusedCalls++;
        const headers = {
          "content-type": "application/json",
          "x-amzn-errortype": "TooManyRequestsException",
        };
        return { status: 429, headers, body: JSON.stringify({ message: "Rate Exceeded." }) };
      }
      await wait(callMs);
      return service.handle(request).finally(leave);
    },
  });
  const services = [s3.service, dynamoDb.service, stsService(identity), ...broker.services];
  const gateway = await startGateway({
    identity,
    services: services.map((service) => limited(counted(faults.intercept(service)))),
  });
  const aws = { region, endpoint: gateway.endpoint };
  const { expiration: _, ...credentials } = identity.credentialsFor(arnOf("broker"), "broker");
  const place = { broker: brokerArn, platformBucket: platform, table };
  const stopBroker = broker.start({ ...aws, credentials, maxAttempts: 1 }, place);
  const records = new DynamoDBClient({ ...aws, credentials: identity.operator });
  const run: RunRecord = {
    ...{ runId, workflow, execution: runId, status: "RUNNING", manifest, chunks: containers },
    ...{ startedAt: new Date().toISOString(), expiresAt: 4e9 },
  };
  await new Table(records, table).put({ ...tableKeys.run(workflow, runId), ...run });

  const array = randomUUID();
  const environment = {
    ...{ [env.workflow]: workflow, [env.runId]: runId, [env.execution]: runId, [env.manifest]: manifest },
    ...{ [env.shardOffset]: "0", [env.tenantRole]: arnOf("tenant") },
  };
  const started = new Map<number, number>();
  const errors: string[] = [];
  const container = async (index: number) => {
    await wait(0);
    const jobId = `${array}:${index}`;
    const taskId = randomUUID().replaceAll("-", "");
    const roleArn = arnOf("stage");
    broker.runs({ jobId, taskId, roleArn, environment });
    const { expiration: _, ...own } = identity.credentialsFor(roleArn, taskId);
    const ask = brokerClient({
      ...{ broker: brokerArn, jobId, aws: { ...aws, credentials: own } },
      environment: { AWS_ENDPOINT_URL: gateway.endpoint },
      signal: new AbortController().signal,
      log: pino({ level: "silent" }),
      pause: wait,
    });
    const granted = await ask();
    if (granted.chunk.index !== index) throw new Error(`${index} got chunk ${granted.chunk.index}`);
    started.set(index, (started.get(index) ?? 0) + 1);
  };
  const ended = () => {
    starting--;
    moveOn();
  };
  await Promise.all(
    chunks.map(({ index }) =>
      container(index)
        .catch(({ message }) => errors.push(message))
        .finally(ended),
    ),
  );
  stopBroker();
  records.destroy();
  await gateway.stop();
  await Promise.all([s3.stop(), dynamoDb.stop()]);
  await rm(dir, { recursive: true });
  return { started, errors, seconds: clock.now() / 1000, ...seen };
}

function chunk(index: number): Chunk {
  const tenant = `tenant-${index % 10}`;
  const data = { bucket: dataBucket, prefix: `tenants/${tenant}/` };
  return { ...{ index, tenant, part: index, parts: 1000, params: {} }, data };
}
