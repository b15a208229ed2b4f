import { dirname } from "node:path";
import type { Logger } from "pino";
import type { Granted } from "../contract/broker/answer.ts";
import { exitCode } from "../contract/exit-codes.ts";
import { tenantKeys } from "../contract/object-keys.ts";
import { type Container, describeContainer } from "../workflow-kit/at-run/container.ts";
import { Decoder } from "../workflow-kit/at-run/decoder/decoder.ts";
import { decoderCommand } from "../workflow-kit/at-run/decoder/decoding.ts";
import { BadConfigError } from "../workflow-kit/at-run/errors.ts";
import { isMain } from "../workflow-kit/at-run/nodes/node.ts";
import { endingCode, type OwnFailures, ownFailuresOf } from "../workflow-kit/at-run/own-failures.ts";
import { Progress } from "../workflow-kit/at-run/progress.ts";
import type { Stage, StageContext, StagesByWorkflow } from "../workflow-kit/at-run/stage.ts";
import { TenantStore } from "../workflow-kit/at-run/tenant-store/tenant-store.ts";
import { type AwsConfig, s3Client, tableClient } from "./aws-clients.ts";
import { brokerClient } from "./broker/ask-broker.ts";
import { sessionCredentials } from "./broker/session-credentials.ts";
import { ChunkRecords } from "./records/chunk-records.ts";
import { progressInterval } from "./records/progress-writer.ts";
import { succeededRecord } from "./records/read-chunk-record.ts";
import { endingOf, runOnOtherNode, runStage } from "./run-stage.ts";
import { readSettings, type Settings } from "./settings.ts";

interface ContainerOptions {
  readonly workflows: StagesByWorkflow;
  readonly environment: NodeJS.ProcessEnv;
  /** With the container's own role, which may ask the broker and nothing else. */
  readonly aws: AwsConfig;
  /** The program of the image, which is also the decoder. @example "/app/main.mjs" */
  readonly program: string;
  /** When the container's process started. */
  readonly startedAt: Date;
  /** Aborts when the container must stop. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Runs the stage that the job's command names. Returns the process's exit code. */
export async function runContainer(name: string | undefined, options: ContainerOptions): Promise<number> {
  const { workflows, environment, aws, signal } = options;
  let { log } = options;
  try {
    const settings = readSettings(environment);
    if (name === undefined) throw new BadConfigError("the job's command names no stage");
    log = log.child({ workflow: settings.workflow, run: settings.runId, stage: name });
    const ask = brokerClient({ ...settings, aws, environment, signal, log });
    // Code is loaded while the broker is asked.
    const [granted, stage, container] = await Promise.all([
      ask(),
      loadStage(workflows, settings.workflow, name),
      describeContainer(settings.metadataUri),
    ]);
    const credentials = sessionCredentials(granted.session, ask);
    const failures = ownFailuresOf(granted.ownFailures, settings.attempts);
    const { limitReached } = failures;
    const run = limitReached === undefined ? stage : () => Promise.reject(limitReached);
    const work = { name, stage: run, settings, granted, failures, container, aws: { ...aws, credentials } };
    const code = await runGranted(work, { ...options, log });
    const ending = endingCode(code, failures);
    if (ending !== code) log.warn({ exitCode: code }, "failed as often as it may: Batch does not try again");
    return ending;
  } catch (error) {
    return signal.aborted ? exitCode.interrupted : endingOf(error, log).exitCode;
  }
}

interface Work {
  readonly name: string;
  readonly stage: Stage;
  readonly settings: Settings;
  readonly granted: Granted;
  readonly failures: OwnFailures;
  readonly container: Container;
  /** With the session of the chunk. */
  readonly aws: AwsConfig;
}

async function runGranted(
  work: Work,
  options: Pick<ContainerOptions, "program" | "startedAt" | "signal" | "log">,
): Promise<number> {
  const { name, stage, settings, granted, failures, container, aws } = work;
  const { workflow, runId, egressProxy, node, table, attempt, jobId } = settings;
  const { chunk, chunksInRun, execution, placement } = granted;
  const { tenant, index } = chunk;
  const { signal } = options;
  const log = options.log.child({ tenant, chunk: index, ...(node && { node: node.index }) });
  const command = [process.execPath, options.program, decoderCommand, workflow];
  const decoder = new Decoder({ command, lanes: container.vcpus, signal, log });
  try {
    const ofChunk = { workflow, runId, tenant, chunk: index };
    const outputs = tenantKeys.outputsBy({ ...ofChunk, stage: name, attempt });
    const items = tableClient(aws);
    const context: StageContext = {
      ...{ workflow, runId, chunk, stage: name, attempt, egressProxy, container, node, decoder, signal, log },
      store: new TenantStore(s3Client(aws), chunk.data, outputs),
      succeeded: (stage) => succeededRecord(items, table, { ...ofChunk, stage }),
      progress: new Progress(),
    };
    if (node !== undefined && !isMain(node)) return await runOnOtherNode(stage, context);
    const { logGroup, logStream, vcpus, memoryMiB } = container;
    const startedAt = options.startedAt.toISOString();
    const own = { ...ofChunk, stage: name, attempt, execution, logGroup, logStream, jobId };
    const records = new ChunkRecords(items, table, own, { startedAt, ...placement, vcpus, memoryMiB });
    const recording = { records, progressEveryMs: progressInterval(chunksInRun), failures };
    return await runStage(stage, context, { ...recording, folder: dirname(options.program) });
  } catch (error) {
    return signal.aborted ? exitCode.interrupted : endingOf(error, log).exitCode;
  } finally {
    decoder.end();
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
