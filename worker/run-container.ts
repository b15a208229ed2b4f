import type { Logger } from "pino";
import { exitCode } from "../contract/exit-codes.ts";
import { tenantKeys } from "../contract/object-keys.ts";
import { describeContainer } from "../workflow-kit/at-run/container.ts";
import { Decoder } from "../workflow-kit/at-run/decoder/decoder.ts";
import { decoderCommand } from "../workflow-kit/at-run/decoder/decoding.ts";
import { BadConfigError } from "../workflow-kit/at-run/errors.ts";
import { isMain } from "../workflow-kit/at-run/nodes/node.ts";
import { endingCode, type OwnFailures, ownFailures } from "../workflow-kit/at-run/own-failures.ts";
import { Progress } from "../workflow-kit/at-run/progress.ts";
import type { Stage, StageContext, StagesByWorkflow } from "../workflow-kit/at-run/stage.ts";
import { TenantStore } from "../workflow-kit/at-run/tenant-store/tenant-store.ts";
import { type AwsConfig, asTenant, patient, s3Client, tableClient } from "./aws-clients.ts";
import { readChunk } from "./read-chunk.ts";
import { ChunkRecords } from "./records/chunk-records.ts";
import { progressInterval } from "./records/progress-writer.ts";
import { succeededRecord } from "./records/read-chunk-record.ts";
import { endingOf, runOnOtherNode, runStage } from "./run-stage.ts";
import { readSettings } from "./settings.ts";

interface ContainerOptions {
  readonly workflows: StagesByWorkflow;
  readonly environment: NodeJS.ProcessEnv;
  readonly aws: AwsConfig;
  /** The program of the image, which is also the decoder. @example "/app/main.mjs" */
  readonly program: string;
  /** Aborts when the container must stop. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Runs the stage that the job's command names. Returns the process's exit code. */
export async function runContainer(name: string | undefined, options: ContainerOptions): Promise<number> {
  const { environment, aws, signal, log } = options;
  try {
    const failures = await ownFailures(environment, patient(aws), log);
    const code = await runNamedStage(name, options, failures);
    const ending = endingCode(code, failures);
    if (ending !== code) log.warn({ exitCode: code }, "failed as often as it may: Batch does not try again");
    return ending;
  } catch (error) {
    return signal.aborted ? exitCode.interrupted : endingOf(error, log).exitCode;
  }
}

async function runNamedStage(
  name: string | undefined,
  options: ContainerOptions,
  { limitReached }: OwnFailures,
): Promise<number> {
  const { workflows, aws, signal } = options;
  let { log } = options;
  let decoder: Decoder | undefined;
  try {
    const settings = readSettings(options.environment);
    const { workflow, runId, egressProxy, node, table, attempt, jobId } = settings;
    if (name === undefined) throw new BadConfigError("the job's command names no stage");
    log = log.child({ workflow, run: runId, stage: name });
    const [stage, container, { chunk, chunksInRun }] = await Promise.all([
      limitReached === undefined ? loadStage(workflows, workflow, name) : () => Promise.reject(limitReached),
      describeContainer(settings.metadataUri),
      readChunk(s3Client(aws), settings.platformBucket, settings.manifest, settings.position),
    ]);
    const { tenant, index } = chunk;
    const ofChunk = { workflow, runId, tenant, chunk: index };
    log = log.child({ tenant, chunk: index, ...(node === undefined ? {} : { node: node.index }) });
    const session = asTenant(aws, settings.tenantRole, tenant, `${tenant}-${index}-${name}`);
    const outputs = tenantKeys.outputsBy({ ...ofChunk, stage: name, attempt });
    const items = tableClient(aws);
    const command = [process.execPath, options.program, decoderCommand, workflow];
    decoder = new Decoder({ command, lanes: container.vcpus, signal, log });
    const context: StageContext = {
      ...{ workflow, runId, chunk, stage: name, attempt, egressProxy, container, node, decoder, signal, log },
      store: new TenantStore(s3Client(session), chunk.data, outputs),
      succeeded: (stage) => succeededRecord(items, table, { ...ofChunk, stage }),
      progress: new Progress(),
    };
    if (node !== undefined && !isMain(node)) return await runOnOtherNode(stage, context);
    const { logGroup, logStream } = container;
    const own = {
      ...ofChunk,
      stage: name,
      attempt,
      execution: settings.execution,
      logGroup,
      logStream,
      jobId,
    };
    const records = new ChunkRecords(items, table, own);
    return await runStage(stage, context, records, progressInterval(chunksInRun));
  } catch (error) {
    return signal.aborted ? exitCode.interrupted : endingOf(error, log).exitCode;
  } finally {
    decoder?.end();
  }
}

async function loadStage(workflows: StagesByWorkflow, workflow: string, name: string): Promise<Stage> {
  const { stages } = await entryOf(workflows, workflow, "this image has no workflow")();
  return entryOf(stages, name, `${workflow} has no stage`)();
}

/** @throws {BadConfigError} that lists the names there are. */
function entryOf<T>(entries: Readonly<Record<string, T>>, name: string, message: string): T {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry !== undefined) return entry;
  throw new BadConfigError(`${message} ${name}; it has: ${Object.keys(entries).join(", ")}`);
}
