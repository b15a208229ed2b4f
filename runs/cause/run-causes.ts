import type { JobDetail } from "@aws-sdk/client-batch";
import type { RunCauses } from "../../contract/causes.ts";
import type { StageGraph } from "../../contract/plan.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { isSaidByBatch } from "../../workflow-kit/causes/explain-failure.ts";
import { firstFailure } from "../../workflow-kit/causes/first-failure.ts";
import { causesOf } from "../../workflow-kit/causes/run-causes.ts";
import { functionLog, isDeadFunction } from "../logs/function-log.ts";
import { checkFilter } from "../records/check-filter.ts";
import { reasonOf } from "../records/execution-failure.ts";
import type { OpenRun } from "../records/open-run.ts";
import { Asking } from "./asking.ts";
import { describedJobs } from "./described-jobs.ts";
import { failedState } from "./failed-state.ts";
import { holdsOf } from "./holds.ts";
import { withLogTails } from "./log-tail.ts";

/** What is asked about a run. */
interface Question {
  /** Only this tenant's causes. @default all */
  readonly tenant?: string;
  /** Whether the examples get the last lines of their logs. @default true */
  readonly logTails?: boolean;
  /** Epoch milliseconds. @default now */
  readonly now?: number;
}

/**
 * Why a run is as it is: from its records, Batch, Step Functions and the logs. What the caller may not ask is left out, and named in
 * `unknown`. Works for runs of any status, also ones that were never planned.
 * @throws {UnknownRunError} BL-O004 if the run has no chunk of the tenant
 * @throws errors of AWS about the table, where the records are
 * @example const { headline, causes } = await runCauses(await findRun(stack, "latest"));
 */
export async function runCauses(
  open: OpenRun,
  { tenant, logTails = true, now = Date.now() }: Question = {},
): Promise<RunCauses> {
  const unplanned = open.plan?.failedTenants?.some((failed) => failed.tenant === tenant) === true;
  if (tenant !== undefined && !unplanned) checkFilter(open, { tenant });
  const asking = new Asking();
  const { clients, option } = open.stack;
  const known = await asking.for("the execution", async () => (await open.execution()) ?? "gone", undefined);
  const execution = known === "gone" ? undefined : known;
  const isDead = known !== undefined && !["RUNNING", "PENDING_REDRIVE"].includes(execution?.status ?? "");
  const isStopped = execution?.status === "ABORTED";
  // It may have been closed since it was opened.
  const recorded = isDead && open.run?.status === "RUNNING" ? await open.table.run() : open.run;
  const isUnclosed = isDead && recorded?.status === "RUNNING" && recorded.execution === open.executionName;
  const run = isUnclosed
    ? unclosed(recorded, isStopped, execution?.stopDate)
    : (recorded ?? unrecorded(open, execution));
  const isOver = run.status !== "RUNNING";
  const tenants = (await open.tenants()).filter((record) => tenant === undefined || record.tenant === tenant);
  const records = run.status === "SUCCEEDED" ? [] : await open.chunks(tenant === undefined ? {} : { tenant });
  const stages = open.plan?.stages ?? Object.fromEntries(open.stages.map((stage) => [stage, {}]));
  const quiet = isOver ? [] : quietJobs(records, now);
  const ids = [...jobsToAsk(records, stages), ...quiet];
  const none = new Map<string, JobDetail>();
  const jobs = await asking.for("the jobs", () => describedJobs(clients.batch, ids), none);
  const chunks = isOver ? records : records.map((record) => withEnd(record, jobs));
  const holds = isOver ? [] : await holdsOf(open, chunks, asking, now);
  const state =
    execution?.status === "FAILED"
      ? await asking.for("the history", () => failedState(clients.sfn, open.executionArn), undefined)
      : undefined;
  const said =
    execution !== undefined && logTails && isDeadFunction(state?.error)
      ? await asking.for("the function's log", () => saidBy(open, execution), [])
      : [];
  const found = causesOf({
    ...{ run: tenant === undefined ? run : ofTenant(run, tenants), stages, tenants, chunks, jobs, holds },
    ...{ options: option, isStopped, isUnclosed },
    ...(state && { failedState: state }),
  });
  const causes = logTails
    ? await asking.for("the logs", () => withLogTails(clients.logs, found.causes), found.causes)
    : found.causes;
  const { failedState: failed } = found;
  return {
    ...found,
    causes,
    ...(failed !== undefined && said.length > 0 && { failedState: { ...failed, logTail: said } }),
    unknown: asking.unknown,
  };
}

/** The last lines of the function that ended an execution. */
function saidBy(
  { stack, run }: OpenRun,
  { startDate, stopDate = new Date() }: { readonly startDate?: Date; readonly stopDate?: Date },
): Promise<string[]> {
  const name = run?.plannedAt === undefined ? "metadata" : "summary";
  return functionLog(stack, name, { from: startDate ?? stopDate, to: stopDate });
}

/** The run with the usage of its one tenant. */
function ofTenant({ usage: _, ...run }: RunRecord, [tenant]: readonly TenantRecord[]): RunRecord {
  return tenant?.usage === undefined ? run : { ...run, usage: tenant.usage };
}

/** A run whose record was never closed, and whose execution is over: a local session that was ended leaves it so. */
function unclosed({ reason: _, ...run }: RunRecord, isStopped: boolean, endedAt?: Date): RunRecord {
  const reason = `the execution ${run.execution} ${isStopped ? "was stopped" : "ended"} before the run was closed`;
  return { ...run, status: "FAILED", reason, ...(endedAt && { endedAt: endedAt.toISOString() }) };
}

/** A run that has no records, from its execution: it waits, or was refused before it was planned. */
function unrecorded(
  { workflow, runId }: OpenRun,
  execution: Awaited<ReturnType<OpenRun["execution"]>>,
): RunRecord {
  const { status = "FAILED", startDate, stopDate } = execution ?? {};
  const reason = execution && reasonOf(execution);
  return {
    ...{ workflow, runId, execution: runId, chunks: 0, expiresAt: 0 },
    status: status === "RUNNING" || status === "SUCCEEDED" ? status : "FAILED",
    startedAt: (startDate ?? new Date(0)).toISOString(),
    ...(stopDate !== undefined && { endedAt: stopDate.toISOString() }),
    ...(reason !== undefined && {
      reason: status === "TIMED_OUT" ? `the execution ${runId} timed out` : reason,
    }),
  };
}

/** The jobs of the first failures that Batch alone can explain, and of all failures while their run goes on. */
function jobsToAsk(chunks: readonly ChunkRecord[], stages: StageGraph): string[] {
  const byChunk = Map.groupBy(chunks, ({ chunk }) => chunk);
  return [...byChunk.values()].flatMap((records) => {
    const first = firstFailure(stages, records);
    if (first?.jobId === undefined) return [];
    return first.error === undefined || isSaidByBatch(first.error) ? first.jobId : [];
  });
}

/** From this silence on Batch is asked whether a container still runs, in milliseconds. */
const quietMs = 60_000;

function quietJobs(records: readonly ChunkRecord[], now: number): string[] {
  return records.flatMap(({ status, heardAt, startedAt, jobId }) => {
    const isQuiet = status === "RUNNING" && now - Date.parse(heardAt ?? startedAt) > quietMs;
    return isQuiet && jobId !== undefined ? jobId : [];
  });
}

/** The record of a stage, failed if Batch reports the end of its container: one that was killed could not write it. */
function withEnd(record: ChunkRecord, jobs: ReadonlyMap<string, JobDetail>): ChunkRecord {
  const { status } = jobs.get(record.jobId ?? "") ?? {};
  const hasEnded = status === "FAILED" || status === "RUNNABLE" || status === "STARTING";
  return record.status === "RUNNING" && hasEnded ? { ...record, status: "FAILED" } : record;
}
