import type { JobDetail } from "@aws-sdk/client-batch";
import { failedForGood } from "../../contract/exit-codes.ts";
import type { ChunkRecord, StageTry } from "../../contract/records.ts";
import { explainReasons } from "./aws-reasons.ts";
import { explainExit } from "./exit-reasons.ts";
import { withMostFrequent } from "./failed-items.ts";
import { explainOwnError } from "./own-error.ts";
import type { Explanation, JobFacts } from "./reason-rule.ts";

/** A failed stage of a chunk. */
export type FailedStage = Pick<ChunkRecord, "stage" | "error" | "where" | "tries" | "attempts" | "failures">;

/** Why a stage of a chunk failed. */
export interface ExplainedFailure extends Explanation {
  /** As the stage, Batch or ECS said it. */
  readonly reason?: string;
  /** The stage's own, also where its container ended with another so that Batch does not retry it. */
  readonly exitCode?: number;
  /** Set when its own failures were used up. */
  readonly givenUp?: true;
  /** The place of the stage's own error. */
  readonly where?: string;
}

/** How tries end that only Batch can report. */
const endedOutside: readonly StageTry["outcome"][] = [
  ...(["RECLAIMED", "OUT_OF_MEMORY", "TIMED_OUT", "KILLED", "NEVER_STARTED"] as const),
];

/**
 * Why a stage failed: its own error, or else what Batch and ECS report, from `job` or from what closing the run wrote down.
 * @example explainFailure({ stage: "fetch", error: "shop.example answered 503", attempts: 3 }).sentence // "shop.example answered 503"
 */
export function explainFailure(failed: FailedStage, job?: JobDetail): ExplainedFailure {
  const record = { ...failed, tries: workingTries(failed) };
  const { error, where } = record;
  const last = record.tries.at(-1);
  const ofBatch = error !== undefined && isSaidByBatch(error);
  const codes = [last?.exitCode, lastContainer(job)?.exitCode];
  const [exitCode] = [exitCodeIn(ofBatch ? error : undefined), ...codes].filter((code) => code !== undefined);
  const common = {
    ...(error !== undefined && { reason: error }),
    ...(exitCode !== undefined && { exitCode }),
    ...((onlyGaveUp(failed) || failed.tries?.at(-1)?.ownExitCode !== undefined) && {
      givenUp: true as const,
    }),
  };
  const isOwn = error !== undefined && !endedOutside.includes(last?.outcome) && !ofBatch;
  if (isOwn) {
    const own = { error: withMostFrequent(error, record.failures), where, tries: record.tries };
    return { ...common, ...(where && { where }), ...explainOwnError(own) };
  }
  const reasons = [...saidBy(job), last?.reason, error].flatMap((text) => text || []);
  const [first = error] = reasons;
  const explained =
    explainReasons(reasons, factsOf(record, job)) ??
    byOutcome(last) ??
    (exitCode === undefined ? undefined : explainExit(exitCode));
  const said = first === undefined ? {} : { reason: first };
  return { ...said, ...common, ...(explained ?? unexplained(first)) };
}

/**
 * The tries that did work, with the stage's own exit codes.
 * @example workingTries(record).at(-1)?.exitCode // 137, where the start after it only recorded that the limit was reached
 */
export function workingTries(record: Pick<FailedStage, "error" | "tries">): readonly StageTry[] {
  const { tries = [] } = record;
  return (onlyGaveUp(record) ? tries.slice(0, -1) : tries).map((each) =>
    each.ownExitCode === undefined ? each : { ...each, exitCode: each.ownExitCode },
  );
}

/** Whether the last start did no work: it recorded that killed containers had used up the failures. See own-failures.ts. */
export function onlyGaveUp({ error = "", tries }: Pick<FailedStage, "error" | "tries">): boolean {
  const { outcome, exitCode } = tries?.at(-1) ?? {};
  const isEnding = outcome === "FAILED" && exitCode === failedForGood;
  return isEnding && isSaidByBatch(error) && exitCodeIn(error) !== failedForGood;
}

/** Whether `error` is what closing a run writes for a container that recorded no error; see job-failure.ts. */
export function isSaidByBatch(error: string): boolean {
  return begunByClosing.test(error) || batchsWords.test(error);
}

const begunByClosing =
  /^(its (job|image|secrets)|it (needed more memory than|took longer than its stage|was never started|was not run)|AWS reclaimed its|Batch (gives|no longer)|the execution \S+ (was stopped|timed out|failed))/;
const batchsWords =
  /\b(Essential container in task exited|Task failed to start)\b|; exit code \d+( \(tried \d+ times\))?$|^(Terminated by Step Functions|Canceled by JobStateTimeLimit|ACTION_REQUIRED|UNDETERMINED|VcpuLimitExceeded|MaxSpotInstanceCountExceeded)/;

/** What Batch says about the job's last attempt, the container's reason first. Only that one shows a kill for memory. */
function saidBy(job: JobDetail | undefined): (string | undefined)[] {
  return job === undefined ? [] : [lastContainer(job)?.reason, job.statusReason];
}

/** A multi-node job has no container. Its attempts have the main node's. */
function lastContainer(job: JobDetail | undefined) {
  return job?.container ?? job?.attempts?.at(-1)?.container;
}

function factsOf({ stage, tries = [] }: FailedStage, job: JobDetail | undefined): JobFacts {
  const last = tries.at(-1);
  const needed = (type: string) =>
    Number(job?.container?.resourceRequirements?.find((need) => need.type === type)?.value ?? Number.NaN);
  const known = {
    memoryMiB: last?.memoryMiB ?? numberOr(needed("MEMORY"), job?.container?.memory),
    vcpus: last?.vcpus ?? numberOr(needed("VCPU"), job?.container?.vcpus),
    gpus: numberOr(needed("GPU"), undefined),
    timeoutSeconds: job?.timeout?.attemptDurationSeconds,
  };
  const reclaimedByBatch = (job?.attempts ?? []).filter(({ statusReason = "" }) =>
    /^Host EC2/.test(statusReason),
  );
  const reclaimed = tries.filter(({ outcome }) => outcome === "RECLAIMED").length;
  return {
    ...(new Set(tries.flatMap(({ memoryMiB }) => memoryMiB ?? [])).size > 1 && { grew: true }),
    ...(last?.spot !== undefined && { spot: last.spot }),
    ...{ stage, reclaimed: Math.max(reclaimed, reclaimedByBatch.length) },
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
  };
}

function numberOr(number: number, other: number | undefined): number | undefined {
  return Number.isNaN(number) ? other : number;
}

function byOutcome(last: StageTry | undefined): Explanation | undefined {
  if (last?.outcome === "NEVER_STARTED")
    return { kind: "unknown", sentence: "it was never started, and Batch gives no reason" };
  return undefined;
}

function unexplained(reason: string | undefined): Explanation {
  return reason === undefined
    ? { kind: "unknown", sentence: "nobody knows why: neither its container nor Batch left a reason" }
    : { kind: "unknown", sentence: reason };
}

function exitCodeIn(error = ""): number | undefined {
  const [, code] = /\bexit code (\d+)/.exec(error) ?? [];
  return code === undefined ? undefined : Number(code);
}
