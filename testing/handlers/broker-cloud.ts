import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BatchClient } from "@aws-sdk/client-batch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { realClock } from "@batchline/clock";
import {
  BenchBatch,
  ecsService,
  Identity,
  type LongTermCredentials,
  startDynamoDb,
  startGateway,
  startS3,
  stsService,
} from "@batchline/embedded-aws/testing";
import type { BrokerAnswer } from "../../contract/broker/answer.ts";
import { proofGapMs } from "../../contract/broker/identity-request.ts";
import type { BrokerRequest, Proof } from "../../contract/broker/request.ts";
import type { Chunk } from "../../contract/chunk.ts";
import { env } from "../../contract/env.ts";
import { encodeManifest } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { Broker } from "../../handlers/broker/answer-request.ts";
import { decide } from "../../handlers/broker/broker-handler.ts";
import { Placements } from "../../handlers/broker/placements.ts";
import { Table } from "../../handlers/storage/table.ts";
import { signProof } from "../../worker/broker/sign-proof.ts";
import { runsTable } from "./runs-table.ts";

const region = "eu-central-1";
const account = "000000000000";
const platformBucket = "platform";
const tableName = "runs";
export const brokerArn = `arn:aws:lambda:${region}:${account}:function:batchline-broker`;
export const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const stageRole = "import-stage";
const manifest = "runs/import/run-1/nonce-1/";

/** What a stage's job has in its environment. */
export const environment: Readonly<Record<string, string>> = {
  [env.workflow]: "import",
  [env.runId]: "run-1",
  [env.execution]: "run-1",
  [env.manifest]: manifest,
  [env.shardOffset]: "1",
  [env.tenantRole]: roleArn("import-tenant"),
};

export const chunk = (index: number, tenant: string): Chunk => ({
  ...{ index, tenant, part: 0, parts: 1, params: { url: "https://acme.example/feed" } },
  data: { bucket: "data", prefix: `tenants/${tenant}/` },
});

/** A job that runs, and its container. */
interface RunningJob {
  readonly jobId: string;
  readonly roleName: string;
  readonly taskId: string;
}

interface Submission {
  /** @default "import-stage" */
  readonly role?: string;
  /** What differs from `environment`. */
  readonly environment?: object;
}

interface Question {
  /** @default the current time */
  readonly time?: number;
  /** Another session of the role than the container's. */
  readonly session?: string;
  /** What the container signs, if it is not what it asks. */
  readonly signed?: { readonly jobId?: string; readonly broker?: string };
  readonly proof?: Partial<Proof>;
  readonly broker?: Partial<Broker>;
}

type Roles = Readonly<Record<string, readonly [trust: object, rights?: readonly object[]]>>;

/** The broker with its own rights, in front of the embedded STS, Batch, DynamoDB and S3. Jobs are `import`'s, and never end. */
export async function startBrokerCloud() {
  const dir = await mkdtemp(join(tmpdir(), "batchline-broker-"));
  const identity = new Identity({ region, clock: realClock });
  const bench = await BenchBatch.start("setInterval(() => {}, 1000);");
  const [s3, dynamodb] = await Promise.all([startS3({ dir }), startDynamoDb({ region })]);
  const ecs = ecsService({ region, instances: bench.batch.containerInstances });
  const services = [s3.service, dynamodb.service, bench.service, ecs, stsService(identity)];
  const gateway = await startGateway({ identity, services });
  await s3.createBucket(platformBucket);
  await dynamodb.createTable(runsTable(tableName));
  for (const [name, [trust, rights = []]] of Object.entries(roles)) {
    const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
    identity.putRole({ name, arn: roleArn(name), trust: document(trust) });
    if (rights.length > 0) identity.putRolePolicy(name, name, document(rights));
  }
  const lines = [chunk(0, "bolt"), chunk(1, "acme"), chunk(2, "bolt")];
  const encoded = encodeManifest(lines);
  s3.putObject(platformBucket, platformKeys.chunks(manifest), Buffer.from(encoded.chunks));
  s3.putObject(platformBucket, platformKeys.chunkIndex(manifest), Buffer.from(encoded.index));

  const clientsOf = (credentials: LongTermCredentials) => {
    const config = { region, endpoint: gateway.endpoint, credentials };
    return {
      batch: new BatchClient(config),
      ecs: new ECSClient(config),
      s3: new S3Client(config),
      stsClient: new STSClient(config),
      dynamodb: new DynamoDBClient(config),
    };
  };
  const operator = clientsOf(identity.operator);
  const { expiration: _, ...session } = identity.credentialsFor(roleArn("broker"), "broker");
  const { dynamodb: ownTable, ecs: ownEcs, ...own } = clientsOf(session);
  const broker: Broker = {
    ...own,
    ...{ broker: brokerArn, region, sts: new URL(gateway.endpoint), platformBucket, now: Date.now },
    table: new Table(ownTable, tableName),
    placements: new Placements({ batch: own.batch, ecs: ownEcs }),
  };
  const table = new Table(operator.dynamodb, tableName);
  const log: Record<string, unknown>[] = [];
  let latest = 0;

  const submitted: string[] = [];
  const submit = ({ role = stageRole, environment: own }: Submission, more: object = {}) => {
    const variables = Object.entries({ ...environment, ...own });
    const container = {
      jobRoleArn: roleArn(role),
      environment: variables.map(([name, value]) => ({ name, value: String(value) })),
    };
    const jobId = bench.submit({ jobDefinition: bench.define(container, role), ...more });
    submitted.push(jobId);
    return jobId;
  };
  const running = async (jobId: string, roleName = stageRole): Promise<RunningJob> => {
    const { container } = await bench.reached(jobId, ({ status }) => status === "RUNNING");
    return { jobId, roleName, taskId: container?.taskArn?.split("/").at(-1) ?? "" };
  };

  return {
    identity,
    bench,
    broker,
    /** What the broker has logged. */
    log,
    /** The environment of the broker's function. */
    functionEnvironment: {
      ...{ [env.platformBucket]: platformBucket, [env.table]: tableName },
      ...{ AWS_REGION: region, AWS_ENDPOINT_URL: gateway.endpoint, AWS_ACCESS_KEY_ID: session.accessKeyId },
      ...{ AWS_SECRET_ACCESS_KEY: session.secretAccessKey, AWS_SESSION_TOKEN: session.sessionToken },
    },
    /** Sets the run's item, in progress by default. */
    async run(fields: Partial<RunRecord> = {}): Promise<void> {
      const startedAt = new Date().toISOString();
      const run: RunRecord = {
        ...{ runId: "run-1", workflow: "import", execution: "run-1", status: "RUNNING", chunks: 3 },
        ...{ startedAt, manifest, expiresAt: 4e9, ...fields },
      };
      await table.put({ ...tableKeys.run("import", "run-1"), ...run });
    },
    /** A job that runs. */
    async job(given: Submission = {}): Promise<RunningJob> {
      return running(submit(given), given.role);
    },
    /** An array of two that run. */
    async array(): Promise<[RunningJob, RunningJob]> {
      const id = submit({}, { arrayProperties: { size: 2 } });
      return Promise.all([running(`${id}:0`), running(`${id}:1`)]);
    },
    /** Ends all jobs but the first, to make room for others. */
    async endJobs(): Promise<void> {
      for (const id of submitted.splice(1)) {
        bench.batch.endJob("terminate", id, "enough");
        await bench.reached(id);
      }
    },
    /** The container's request: it signs it with its role's credentials. Without a time, it is later than those before. */
    async request({ jobId, roleName, taskId }: RunningJob, asked: Question = {}): Promise<BrokerRequest> {
      latest = Math.max(latest + proofGapMs, Date.now());
      const { session = taskId, signed = {}, proof: changed, time = latest } = asked;
      const credentials = identity.credentialsFor(roleArn(roleName), session);
      const facts = { broker: brokerArn, jobId, time, ...signed };
      const proof = await signProof({ ...facts, credentials, region, endpoint: new URL(gateway.endpoint) });
      return { version: 1, kind: "chunk", jobId, proof: { ...proof, ...changed } };
    },
    send: (request: unknown, other: Partial<Broker> = {}): Promise<BrokerAnswer> =>
      decide(request, { ...broker, ...other }, (line) => log.push({ ...line })),
    async ask(job: RunningJob, asked: Question = {}): Promise<BrokerAnswer> {
      return this.send(await this.request(job, asked), asked.broker);
    },
    async stop() {
      const clients = [...Object.values(operator), ownTable, ownEcs, own.batch, own.s3, own.stsClient];
      for (const client of clients) client.destroy();
      await gateway.stop();
      await bench[Symbol.asyncDispose]();
      await Promise.all([s3.stop(), dynamodb.stop()]);
      await rm(dir, { recursive: true });
    },
  };
}

export type BrokerCloud = Awaited<ReturnType<typeof startBrokerCloud>>;

const assume = ["sts:AssumeRole", "sts:TagSession"];
const byService = (Service: string) => ({
  Effect: "Allow",
  Principal: { Service },
  Action: "sts:AssumeRole",
});
const tableArn = `arn:aws:dynamodb:${region}:${account}:table/${tableName}`;
const onKeys = (Action: string, key: string) => ({
  ...{ Effect: "Allow", Action, Resource: tableArn },
  Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [key] } },
});
/** A workflow's tenant role: only for the broker, and only for jobs with the workflow's stage role. */
const tenantRole = (workflow: string) => ({
  ...{ Effect: "Allow", Principal: { AWS: roleArn("broker") }, Action: assume },
  Condition: {
    StringEquals: { "sts:ExternalId": `${workflow}-stage`, "aws:RequestTag/workflow": workflow },
    "ForAllValues:StringEquals": { "aws:TagKeys": ["tenant", "workflow", "run", "chunk"] },
  },
});

/** Like the deployed program's. */
const roles: Roles = {
  "import-stage": [byService("ecs-tasks.amazonaws.com")],
  "sitemap-stage": [byService("ecs-tasks.amazonaws.com")],
  broker: [
    byService("lambda.amazonaws.com"),
    [
      onKeys("dynamodb:GetItem", "run#*"),
      onKeys("dynamodb:UpdateItem", "task#*"),
      { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${platformBucket}/runs/*` },
      { Effect: "Allow", Action: ["batch:DescribeComputeEnvironments", "batch:DescribeJobs"], Resource: "*" },
      {
        Effect: "Allow",
        Action: "ecs:DescribeContainerInstances",
        Resource: `arn:aws:ecs:${region}:${account}:container-instance/*`,
      },
      { Effect: "Allow", Action: assume, Resource: ["import", "sitemap"].map((w) => roleArn(`${w}-tenant`)) },
    ],
  ],
  "import-tenant": [tenantRole("import")],
  "sitemap-tenant": [tenantRole("sitemap")],
};
