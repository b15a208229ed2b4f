import { PutObjectCommand } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { must } from "@batchline/diagnostics";
import type { Chunk } from "../../contract/chunk.ts";
import { encodeManifest } from "../../contract/manifest.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunRecord } from "../../contract/records.ts";
import type { LogEvent } from "../../runs/logs/log-line.ts";
import type { OpenRun } from "../../runs/records/open-run.ts";
import { RunTable } from "../../runs/records/run-table.ts";
import type { ChosenStage } from "../../runs/reproduce/chosen-stage.ts";
import type { DeployedLimits } from "../../runs/reproduce/deployed-limits.ts";
import { TenantObjects, workTime } from "../../runs/reproduce/tenant-objects.ts";
import { openStack, type Stack } from "../../runs/stack/stack.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { queueOf } from "../../workflow-kit/at-deploy/stage-queue.ts";
import { startLocalAccount } from "../run/local-account.ts";
import { deployLocally } from "../run/local-stack.ts";
import { LentObjects } from "./lent-objects.ts";
import { followJob, submitStage } from "./stage-job.ts";

/** What is run again, and how. */
export interface Reproducing {
  readonly root: string;
  /** The stack whose configuration is used. */
  readonly stack: string;
  readonly workflow: Workflow;
  readonly chosen: ChosenStage;
  /** As it was planned in the deployed stack. */
  readonly chunk: Chunk;
  readonly limits: DeployedLimits;
  /** Port of Node's debugger. @default none */
  readonly inspect?: number;
  readonly signal: AbortSignal;
  /** Receives each step as it begins. */
  readonly onStep: (step: string) => void;
  /** Receives the stage's log lines as they appear. */
  readonly onEvents: (events: readonly LogEvent[]) => void;
}

export interface Reproduced {
  /** What the stage recorded here; undefined if it could not. */
  readonly record: ChunkRecord | undefined;
  /** Batch's word. */
  readonly status: string;
  readonly exitCode: number | undefined;
  /** Objects that were copied from the deployed stack. */
  readonly copied: number;
  readonly bytes: number;
}

const execution = "reproduced";

/** Runs one stage of a chunk of a deployed run on an embedded AWS in `dir`. It reads the tenant's objects of the deployed stack, and
 * writes nothing there. */
export async function reproduceStage(run: OpenRun, dir: string, options: Reproducing): Promise<Reproduced> {
  const { root, stack: name, workflow, chosen, chunk, signal, onStep } = options;
  let borrower: ConstructorParameters<typeof LentObjects>[1] = () => undefined;
  const objects = new TenantObjects(run.stack.clients.s3, chunk.data, workTime(chosen.record));
  const lent = new LentObjects(objects, () => borrower());
  onStep("starting the embedded AWS");
  const account = await startLocalAccount({ root, stack: name, dir, intercept: lent.intercept });
  try {
    const deployed = await deployLocally(account, { root, stack: name, signal, onStep });
    const stack = openStack(deployed, [workflow]);
    const { outputs } = deployed;
    const bucket = outputs.tenantBuckets?.[chunk.tenant] ?? outputs.dataBucket;
    const data = { bucket, prefix: chunk.data.prefix };
    borrower = () => ({ ...data, s3: account.aws.s3 });
    try {
      const manifest = await recreateRun(stack, run, { ...chunk, data }, chosen.before);
      const { stage } = chosen.record;
      onStep(`running ${stage} of ${chunk.tenant}, chunk ${chunk.index}`);
      const queue = queueOf(must(workflow.stages[stage], "the project declares the stage"));
      const job = await submitStage(stack, {
        ...{ workflow: workflow.name, stage, runId: run.runId, execution, manifest, limits: options.limits },
        queue: must(outputs.jobQueues?.[queue], "the stack has the stage's queue"),
        ...(options.inspect !== undefined && { inspect: options.inspect }),
      });
      const ended = await followJob(stack, job, signal, options.onEvents);
      const table = new RunTable(stack.clients.dynamodb, outputs.table, workflow.name, run.runId);
      const [record] = await table.chunks([chunk.index], [stage]);
      const { copied, bytes } = lent;
      const status = must(ended.status, "a job has a status");
      return { record, status, exitCode: ended.container?.exitCode, copied, bytes };
    } finally {
      stack.clients.destroy();
    }
  } finally {
    await account.stop();
  }
}

/** Puts what the broker and the stage look up: the run, a manifest with this chunk only, and the chunk's earlier stages. */
async function recreateRun(
  { clients, outputs }: Stack,
  { workflow, runId, run }: OpenRun,
  chunk: Chunk,
  before: readonly ChunkRecord[],
): Promise<string> {
  const manifest = platformKeys.manifest(workflow, runId, execution);
  const { chunks, index } = encodeManifest([chunk]);
  const put = (Key: string, Body: Uint8Array) =>
    clients.s3.send(new PutObjectCommand({ Bucket: outputs.platformBucket, Key, Body }));
  await put(platformKeys.chunks(manifest), chunks);
  await put(platformKeys.chunkIndex(manifest), index);
  const documents = DynamoDBDocumentClient.from(clients.dynamodb);
  const write = (Item: object) => documents.send(new PutCommand({ TableName: outputs.table, Item }));
  const { expiresAt } = must(run, "a run with records of chunks has one of its own");
  const startedAt = new Date().toISOString();
  const record: RunRecord = {
    ...{ workflow, runId, execution, manifest, chunks: 1, status: "RUNNING", startedAt, expiresAt },
  };
  await write({ ...tableKeys.run(workflow, runId), ...record });
  for (const earlier of before)
    await write({ ...tableKeys.chunk(workflow, runId, chunk.index, earlier.stage), ...earlier });
  return manifest;
}
