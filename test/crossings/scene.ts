import {
  BatchClient,
  DescribeJobsCommand,
  SubmitJobCommand,
  TerminateJobCommand,
} from "@aws-sdk/client-batch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { must } from "@batchline/diagnostics";
import type { EmbeddedAws } from "@batchline/embedded-aws";
import type { BrokerAnswer } from "../../contract/broker/answer.ts";
import { BrokerAnswer as Answered } from "../../contract/broker/answer.ts";
import { proofGapMs } from "../../contract/broker/identity-request.ts";
import type { BrokerRequest } from "../../contract/broker/request.ts";
import { env } from "../../contract/env.ts";
import { encodeManifest } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { StackOutputs } from "../../runs/stack/target.ts";
import { json } from "../../testing/pulumi/registrations.ts";
import { waitFor } from "../../testing/worker/wait-for.ts";
import { signProof } from "../../worker/broker/sign-proof.ts";
import type { Parts } from "./account-calls.ts";
import type { HeldCalls } from "./held-calls.ts";
import { type Credentials, restCall, type Send, sender } from "./signed-request.ts";

/** A deployed program, whose containers' calls of functions can be held. */
export interface Deployed {
  readonly aws: EmbeddedAws;
  readonly outputs: StackOutputs;
  readonly calls: HeldCalls;
}

export const workflow = "catalog-import";
export const runId = "crossing";
/** Of the first chunk, in the bucket that tenants share. */
export const tenant = "ember-toys";
/** Of the second chunk, with a bucket of its own. */
export const other = "cafe-lumiere";
const manifest = platformKeys.manifest(workflow, runId, "nonce");

/** A container: the job that runs in it, and its role's credentials. */
export interface Container {
  readonly jobId: string;
  readonly taskId: string;
  readonly credentials: Credentials;
}

/** A run of two chunks whose containers wait. */
export async function setScene({ aws, outputs, calls }: Deployed) {
  const batch = new BatchClient(aws.clientConfig);
  const s3 = new S3Client(aws.clientConfig);
  const dynamodb = new DynamoDBClient(aws.clientConfig);
  const records = DynamoDBDocumentClient.from(dynamodb);
  const stop = () => {
    for (const client of [batch, s3, dynamodb]) client.destroy();
  };
  const resources = aws.record.all();
  const ofType = (type: string) => resources.filter((each) => each.type.endsWith(`:${type}`));
  const named = (type: string, name: string) =>
    must(ofType(type).find((each) => each.name === name)?.outputs, `the stack has the ${type} ${name}`);
  const arns = (type: string) => ofType(type).map(({ outputs }) => String(outputs.arn));
  const othersBucket = must(outputs.tenantBuckets?.[other], "the tenant has its own bucket");
  const { platformBucket = "", dataBucket = "" } = outputs;
  const brokerFunction = named("Function", "broker");
  const broker = String(brokerFunction.arn);
  const stage = named("Role", `${workflow}-stage`);
  const roleArn = String(stage.arn);

  const setRun = async (fields: Partial<RunRecord> = {}) => {
    const run: RunRecord = {
      ...{ runId, workflow, execution: runId, status: "RUNNING", manifest, chunks: 2 },
      ...{ startedAt: new Date().toISOString(), expiresAt: 4e9, ...fields },
    };
    const Item = { ...tableKeys.run(workflow, runId), ...run };
    await records.send(new PutCommand({ TableName: outputs.table, Item }));
  };
  const put = (Bucket: string, Key: string, Body: string | Uint8Array) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body }));

  await setRun();
  const encoded = encodeManifest(
    [
      { tenant, bucket: dataBucket },
      { tenant: other, bucket: othersBucket },
    ].map(({ tenant, bucket }, index) => ({
      ...{ index, tenant, part: 0, parts: 1, params: {} },
      data: { bucket, prefix: `tenants/${tenant}/` },
    })),
  );
  await put(platformBucket, platformKeys.chunks(manifest), encoded.chunks);
  await put(platformBucket, platformKeys.chunkIndex(manifest), encoded.index);
  for (const bucket of [dataBucket, othersBucket]) await put(bucket, `tenants/${other}/tried`, "secret");

  const held = calls.hold(2);
  const environment = {
    ...{ [env.runId]: runId, [env.execution]: runId, [env.manifest]: manifest, [env.shardOffset]: "0" },
  };
  const { jobId: array = "" } = await batch.send(
    new SubmitJobCommand({
      ...{ jobName: "crossing", jobQueue: outputs.jobQueues?.compute, shareIdentifier: "catalogimport" },
      jobDefinition: String(named("JobDefinition", `${workflow}-fetch`).arn),
      arrayProperties: { size: 2 },
      containerOverrides: {
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
      },
    }),
  );
  await held;
  const running = async (index: number): Promise<Container> => {
    const jobId = `${array}:${index}`;
    const describe = async () => (await batch.send(new DescribeJobsCommand({ jobs: [jobId] }))).jobs?.[0];
    await waitFor(async () => (await describe())?.status === "RUNNING");
    const taskId = (await describe())?.container?.taskArn?.split("/").at(-1) ?? "";
    return { jobId, taskId, credentials: aws.identity.credentialsFor(roleArn, taskId) };
  };
  const containers: readonly [Container, Container] = [await running(0), await running(1)];

  const { region, endpoint } = aws;
  const as = (credentials: Credentials): Send => sender(aws, credentials);
  const asStage = as(containers[0].credentials);
  let latest = 0;
  /** The time of the next proof: each is later than those before. */
  const nextTime = () => {
    latest = Math.max(latest + proofGapMs, Date.now());
    return latest;
  };
  const signing = { broker, region, endpoint: new URL(endpoint) };
  /** What a container with these credentials asks. */
  const requestOf = async (
    { jobId, credentials }: Pick<Container, "jobId" | "credentials">,
    time = nextTime(),
  ): Promise<BrokerRequest> => {
    const proof = await signProof({ ...signing, jobId, time, credentials });
    return { version: 1, kind: "chunk", jobId, proof };
  };
  const invocation = `/2015-03-31/functions/${encodeURIComponent(broker)}/invocations`;
  /** The broker's answer: "granted <tenant> <chunk>", or the outcome and its code. */
  const ask = async (request: unknown): Promise<BrokerAnswer> => {
    const { status, body } = await asStage(restCall("lambda", "POST", invocation, request as object));
    if (status !== 200) throw new Error(`the broker could not be called: ${status} ${body}`);
    return Answered.parse(JSON.parse(body));
  };
  const granted = async (container: Container) => {
    const answer = await ask(await requestOf(container));
    if (answer.outcome !== "granted") throw new Error(answer.reason);
    return answer;
  };

  const parts: Parts = {
    functions: ofType("Function").flatMap(({ outputs }) =>
      outputs.arn === broker ? [] : [String(outputs.name)],
    ),
    machines: Object.values(outputs.stateMachines),
    jobDefinitions: arns("JobDefinition"),
    queues: Object.values(outputs.jobQueues ?? {}),
    logGroups: ofType("LogGroup").map(({ id }) => id),
    roles: arns("Role"),
    jobs: [array, containers[1].jobId],
    account: roleArn.split(":")[4] ?? "",
  };
  return {
    ...{ containers, parts, as, asStage, ask, requestOf, granted, signing, nextTime, setRun, stop, array },
    stageRole: String(stage.name),
    brokerName: String(brokerFunction.name),
    /** @param role Its name in the program. */
    credentialsOf: (role: string, session: string): Credentials =>
      aws.identity.credentialsFor(String(named("Role", role).arn), session),
    /** All actions that a role's policies have, allowed or denied. */
    actionsOf: (role: string) => {
      const { name } = named("Role", role);
      const policies = ofType("RolePolicy").filter(({ inputs }) => inputs.role === name);
      const statements = policies.flatMap(({ inputs }) => json(inputs.policy).Statement);
      return [...new Set(statements.flatMap(({ Action }) => Action))];
    },
    table: outputs.table,
    objects: { data: dataBucket, platform: platformBucket, othersBucket, tenant, other },
    /** Ends a container's job. */
    end: async ({ jobId }: Container) => {
      await batch.send(new TerminateJobCommand({ jobId, reason: "enough" }));
      const describe = new DescribeJobsCommand({ jobs: [jobId] });
      await waitFor(async () => (await batch.send(describe)).jobs?.[0]?.status === "FAILED");
    },
  };
}

export type Scene = Awaited<ReturnType<typeof setScene>>;
