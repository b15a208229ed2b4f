import type { AttemptDetail, JobDetail } from "@aws-sdk/client-batch";
import { exitCode } from "../../contract/exit-codes.ts";
import { ranOutOfMemory } from "../../contract/out-of-memory.ts";
import { outputAttempt } from "../../contract/output-attempt.ts";
import { type StageTry, type TryOutcome, triesKeptInRecord } from "../../contract/records.ts";
import { jobFailure } from "./job-failure.ts";

/**
 * The tries of a stage, completed by what Batch says about a job that has ended. A try that its worker ended stays as it is, but says why it was
 * interrupted. A worker that was killed ended none. A job that was never placed counts as one try, without time.
 * @param known Oldest first, also other jobs' tries. @param now ISO 8601: stands for times that Batch does not know.
 * @example completedTries(record.tries ?? [], job, "2026-11-28T03:00:00.000Z").at(-1)?.outcome // "OUT_OF_MEMORY"
 */
export function completedTries(known: readonly StageTry[], job: JobDetail, now: string): readonly StageTry[] {
  const { attempts = [], jobId = "" } = job;
  const ofBatch = (attempts.length === 0 ? [job] : attempts).map((attempt, place): StageTry => {
    const name = outputAttempt(jobId, place + 1);
    const own = known.find((each) => each.attempt === name);
    const said = endedTry(name, attempt, job, now);
    if (own?.outcome === undefined) return { ...said, ...own };
    // A worker that got SIGTERM cannot know why.
    const isWhy = own.outcome === "INTERRUPTED" && stops.includes(said.outcome);
    return isWhy ? { ...own, outcome: said.outcome, ...(said.reason && { reason: said.reason }) } : own;
  });
  const names = new Set(ofBatch.map(({ attempt }) => attempt));
  return [...known.filter(({ attempt }) => !names.has(attempt)), ...ofBatch]
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    .slice(-triesKeptInRecord);
}

/** Why Batch may have stopped a container. */
const stops: readonly TryOutcome[] = ["RECLAIMED", "TIMED_OUT"];

type EndedTry = StageTry & Required<Pick<StageTry, "outcome">>;

function endedTry(name: string, attempt: AttemptDetail | JobDetail, job: JobDetail, now: string): EndedTry {
  const { container = {}, stoppedAt = job.stoppedAt, statusReason } = attempt;
  const at = (time: number | undefined) => (time === undefined ? now : new Date(time).toISOString());
  const outcome = outcomeOf(attempt, job);
  const had = sizeOf(job);
  const reasonOf: JobDetail = { ...job, attempts: [attempt], status: "FAILED", statusReason, container };
  return {
    attempt: name,
    startedAt: at(attempt.startedAt ?? stoppedAt),
    endedAt: at(stoppedAt),
    outcome,
    ...(outcome !== "SUCCEEDED" && { reason: jobFailure(reasonOf) }),
    ...(container.exitCode !== undefined && { exitCode: container.exitCode }),
    ...(container.logStreamName !== undefined && { logStream: container.logStreamName }),
    ...had,
    // It was killed as it had all of its memory in use. V8's heap is full earlier.
    ...(outcome === "OUT_OF_MEMORY" &&
      container.exitCode !== exitCode.heapFull &&
      had.memoryMiB !== undefined && { peakMiB: had.memoryMiB }),
  };
}

/** https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html and job_timeouts.html */
function outcomeOf(attempt: AttemptDetail | JobDetail, job: JobDetail): TryOutcome {
  const { container = {}, startedAt } = attempt;
  const { exitCode: code } = container;
  const statusReason = attempt.statusReason ?? job.statusReason ?? "";
  if (statusReason.startsWith("Host EC2")) return "RECLAIMED";
  if (ranOutOfMemory(container)) return "OUT_OF_MEMORY";
  if (/exceeded timeout/i.test(statusReason)) return "TIMED_OUT";
  if (code === exitCode.done) return "SUCCEEDED";
  if (code === exitCode.interrupted) return "INTERRUPTED";
  if (startedAt === undefined && code === undefined) return "NEVER_STARTED";
  return code === undefined || code === killed ? "KILLED" : "FAILED";
}

/** 128 + SIGKILL. */
const killed = 137;

/** The container's vCPUs and memory, of a multi-node job the main node's. */
function sizeOf({ container, nodeProperties }: JobDetail): Pick<StageTry, "vcpus" | "memoryMiB"> {
  const [range] = nodeProperties?.nodeRangeProperties ?? [];
  const requirements = (container ?? range?.container)?.resourceRequirements ?? [];
  const wanted = (type: "VCPU" | "MEMORY") => requirements.find((each) => each.type === type)?.value;
  const [vcpus, memory] = [wanted("VCPU"), wanted("MEMORY")];
  return {
    ...(vcpus !== undefined && { vcpus: Number(vcpus) }),
    ...(memory !== undefined && { memoryMiB: Number(memory) }),
  };
}
