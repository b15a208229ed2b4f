import { withoutUserInfo } from "@batchline/diagnostics";
import type { Logger } from "pino";
import { exitCode } from "../contract/exit-codes.ts";
import { failuresKeptInRecord } from "../contract/records.ts";
import { isTransientError } from "../contract/transient-error.ts";
import { InterruptedError, messageOf, StageError } from "../workflow-kit/at-run/errors.ts";
import { checkFailureShare } from "../workflow-kit/at-run/failure-share.ts";
import { afterGrace, graceMs } from "../workflow-kit/at-run/interruption.ts";
import { endingCode, type OwnFailures } from "../workflow-kit/at-run/own-failures.ts";
import type { Stage, StageContext } from "../workflow-kit/at-run/stage.ts";
import { outputKey } from "../workflow-kit/at-run/stage-outputs.ts";
import { orUncaught } from "./or-uncaught.ts";
import type { ChunkRecords, Outcome, TryEnd } from "./records/chunk-records.ts";
import { writeProgress } from "./records/progress-writer.ts";
import { resourcesUsed } from "./records/resources-used.ts";
import { whereThrown } from "./where-thrown.ts";

interface Ending {
  readonly exitCode: number;
  readonly status: "SUCCEEDED" | "FAILED" | "INTERRUPTED";
  readonly result?: string;
  readonly error?: string;
  readonly where?: string;
}

/** How a stage is recorded. */
interface Recording {
  readonly records: ChunkRecords;
  /** Between two writes of the progress. */
  readonly progressEveryMs: number;
  readonly failures: OwnFailures;
  /** The image's folder, to which source maps relate. */
  readonly folder: string;
}

/** Runs a stage and writes its outcome into the chunk record. Returns the exit code: 0 at once if an earlier attempt succeeded. */
export async function runStage(
  stage: Stage,
  context: StageContext,
  { records, progressEveryMs, failures, folder }: Recording,
): Promise<number> {
  const { log, progress } = context;
  if (!(await records.begin(new Date()))) {
    log.info("already succeeded: nothing to do");
    return exitCode.done;
  }
  log.info({ attempt: context.attempt }, "started");
  const stopWriting = writeProgress(progress, records, progressEveryMs);
  const ending = await settle(stage, context, folder);
  await stopWriting();
  const failuresKey = await keepFailures(context);
  const { items } = progress.snapshot();
  const { status, result, error, where } = ending;
  const endedAt = new Date().toISOString();
  const outcome: Outcome = {
    ...{ status, endedAt, items, result, error, where, failuresKey },
    total: status === "SUCCEEDED" ? items.done + items.failed + items.skipped : undefined,
    failures: progress.failures.slice(0, failuresKeptInRecord),
  };
  const used = await resourcesUsed(context);
  const code = endingCode(ending.exitCode, failures);
  const end: TryEnd = {
    ...{ endedAt, outcome: status, exitCode: code, ...used },
    ...(code !== ending.exitCode && { ownExitCode: ending.exitCode }),
    ...(error !== undefined && { reason: error.slice(0, longestReason) }),
  };
  const isRecorded = await (status === "SUCCEEDED"
    ? records.succeed(outcome, end)
    : records.update(outcome, end));
  log.info({ ...ending, items, ...used }, status === "SUCCEEDED" ? "succeeded" : "ended");
  return isRecorded ? ending.exitCode : unrecordedCode(ending, records, log);
}

/** The exit code of an attempt whose outcome the record refused: Batch must not take for done what the record does not say. */
async function unrecordedCode(ending: Ending, records: ChunkRecords, log: Logger): Promise<number> {
  if (await records.hasSucceeded()) {
    log.warn("another attempt has succeeded, so this outcome does not count");
    return exitCode.done;
  }
  log.warn("another attempt has begun, or the run was closed, so this outcome is not recorded");
  return ending.status === "SUCCEEDED" ? exitCode.tryAgain : ending.exitCode;
}

/** Runs a stage on another node than the main one, without a record. Returns the exit code, which Batch ignores. */
export async function runOnOtherNode(stage: Stage, context: StageContext): Promise<number> {
  context.log.info("started");
  const ending = await settle(stage, context);
  context.log.info(ending, ending.status === "SUCCEEDED" ? "succeeded" : "ended");
  return ending.exitCode;
}

async function settle(stage: Stage, context: StageContext, folder?: string): Promise<Ending> {
  const { log, progress, signal } = context;
  try {
    const outcome = await orUncaught(() =>
      Promise.race([stage(context), afterGrace(signal, graceMs, () => new InterruptedError())]),
    );
    checkFailureShare(progress, outcome.maxItemFailures, outcome.items);
    const { result } = outcome;
    const ended = { exitCode: exitCode.done, status: "SUCCEEDED" } as const;
    return result === undefined ? ended : { ...ended, result: withoutUserInfo(result) };
  } catch (error) {
    if (signal.aborted) {
      return { exitCode: exitCode.interrupted, status: "INTERRUPTED", error: new InterruptedError().message };
    }
    const ending = endingOf(error, log);
    // Other codes are of errors that the stage threw on purpose: its line is not what to correct.
    if (ending.exitCode !== unexpected) return ending;
    const where = whereThrown(error, folder === undefined ? undefined : [folder, process.cwd()]);
    return { ...ending, ...(where !== undefined && { where }) };
  }
}

/** The exit code and the record's words for an error. Logs it, a bug with its stack. */
export function endingOf(error: unknown, log: Logger): Ending {
  const [line = ""] = messageOf(error).split(/\r?\n/);
  const message = line.slice(0, longestError);
  if (error instanceof StageError) {
    log.error({ code: error.code }, error.message);
    return { exitCode: error.exitCode, status: "FAILED", error: message };
  }
  if (isTransientError(error)) {
    log.error({ err: error }, "AWS failed temporarily");
    return { exitCode: exitCode.tryAgain, status: "FAILED", error: `AWS: ${message}` };
  }
  log.error({ err: error }, message);
  return { exitCode: unexpected, status: "FAILED", error: message };
}

/** Characters of an error in the record: a supplier's text may be part of it. */
const longestError = 2_000;

/** Characters of it in a try: a record has many. */
const longestReason = 300;

/** The exit code of a bug. Batch retries it. */
const unexpected = 1;

/** Writes all item failures to S3 and returns the key; undefined without failures, or when the write fails. */
async function keepFailures(context: StageContext): Promise<string | undefined> {
  const { failures } = context.progress;
  if (failures.length === 0) return undefined;
  for (const failure of failures.slice(0, failuresKeptInRecord)) context.log.warn(failure, "item failed");
  const key = outputKey(context, "failures.ndjson");
  try {
    await context.store.putLines(key, failures);
    return `${context.chunk.data.prefix}${key}`;
  } catch (error) {
    context.log.error({ err: error }, "the list of item failures could not be written");
    return undefined;
  }
}
