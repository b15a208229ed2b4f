import type { JobDetail } from "@aws-sdk/client-batch";
import { plural } from "@batchline/diagnostics";
import type { Cause, FailedState, RunCauses } from "../../contract/causes.ts";
import { neverRetried } from "../../contract/exit-codes.ts";
import type { StageGraph } from "../../contract/plan.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { CauseGroups } from "./cause-groups.ts";
import { explainFailure } from "./explain-failure.ts";
import { firstFailure } from "./first-failure.ts";
import { overcomeCauses } from "./overcome.ts";
import { explainRun } from "./run-reason.ts";

/** What is known about a run. */
export interface Evidence {
  readonly run: RunRecord;
  /** Whether its execution was stopped. @default false */
  readonly isStopped?: boolean;
  /** Whether its execution is over and the run was never closed: then the run's reason is a cause of its own. @default false */
  readonly isUnclosed?: boolean;
  /** Of its plan. Empty: it was never planned. */
  readonly stages: StageGraph;
  readonly tenants: readonly TenantRecord[];
  /** All records of the chunks that have not succeeded; others do no harm. */
  readonly chunks: Iterable<ChunkRecord>;
  /** Job id → what Batch reports, for the stages without an error of their own. @default nothing is known */
  readonly jobs?: ReadonlyMap<string, JobDetail>;
  /** What holds its work; see `runs/cause/`. @default nothing is known */
  readonly holds?: readonly Cause[];
  readonly failedState?: FailedState;
  /** What could not be asked, and why. */
  readonly unknown?: readonly string[];
  /** Ends the commands. @example "--stack prod" */
  readonly options?: string;
}

/**
 * The causes of a run: the first one of each chunk, equal ones together. It asks nobody.
 * @example causesOf({ run, stages: plan.stages, tenants, chunks }).headline // "2 of 5 tenants failed, for one cause"
 */
export function causesOf(evidence: Evidence): RunCauses {
  const { run, tenants, holds = [], failedState, unknown = [] } = evidence;
  const groups = new CauseGroups(run, evidence.options);
  const explained = new Set<string>();
  for (const records of byChunk(evidence.chunks).values()) {
    const first = firstFailure(evidence.stages, records);
    if (first === undefined) continue;
    const job = first.jobId === undefined ? undefined : evidence.jobs?.get(first.jobId);
    const failure = explainFailure(first, job);
    groups.add({ failure, record: first, effect: isFinal(run, first, job) ? "failed" : "holds" });
    explained.add(first.tenant);
  }
  for (const tenant of tenants) {
    const { status, reason, tenant: id } = tenant;
    // Where planning failed as a whole, each tenant has the run's reason.
    if (status !== "FAILED" || explained.has(id) || reason === undefined || reason === run.reason) continue;
    groups.addTenant({ tenant: id, reason, ...(tenant.endedAt && { at: tenant.endedAt }) });
  }
  const found = groups.causes();
  const status = run.status === "FAILED" && evidence.isStopped === true ? "ABORTED" : run.status;
  const isUnexplained =
    evidence.isUnclosed === true ||
    (run.status === "FAILED" && !found.some(({ effect }) => effect === "failed"));
  const ofRun = isUnexplained ? [explainRun(run, tenants, failedState, evidence.options)] : [];
  const failed = new Set(found.map(({ kind, stage }) => `${kind} ${stage}`));
  // Rounds with more memory are shown also where some chunks failed after them.
  const overcome = overcomeCauses(run, evidence.options).filter(
    ({ kind, stage, chunks }) => chunks > 0 || !failed.has(`${kind} ${stage}`),
  );
  const causes = [...ofRun, ...found, ...holds, ...overcome].sort(inOrder);
  return {
    ...{ workflow: run.workflow, runId: run.runId, status, causes, unknown },
    headline: evidence.isUnclosed ? unclosed(status) : headline(status, tenants, causes),
    ...(failedState && { failedState }),
  };
}

const effects: readonly Cause["effect"][] = ["failed", "holds", "overcome"];

function inOrder(a: Cause, b: Cause): number {
  return effects.indexOf(a.effect) - effects.indexOf(b.effect) || b.chunks - a.chunks;
}

/** Whether a failed stage stays so. While its run is under way, Batch may start it again. */
function isFinal(run: RunRecord, { tries, status }: ChunkRecord, job: JobDetail | undefined): boolean {
  if (run.status !== "RUNNING" || job?.status === "FAILED") return true;
  if (job !== undefined || status === "INTERRUPTED") return false;
  const { exitCode } = tries?.at(-1) ?? {};
  return exitCode !== undefined && neverRetried.includes(exitCode);
}

function byChunk(records: Iterable<ChunkRecord>): ReadonlyMap<number, readonly ChunkRecord[]> {
  const chunks = new Map<number, ChunkRecord[]>();
  for (const record of records) {
    const others = chunks.get(record.chunk);
    if (others === undefined) chunks.set(record.chunk, [record]);
    else others.push(record);
  }
  return chunks;
}

function unclosed(status: RunCauses["status"]): string {
  return `the run ${status === "ABORTED" ? "was stopped" : "ended"} before it was closed`;
}

function headline(
  status: RunCauses["status"],
  tenants: readonly TenantRecord[],
  causes: readonly Cause[],
): string {
  const failed = causes.filter(({ effect }) => effect === "failed");
  const chunks = failed.reduce((sum, cause) => sum + cause.chunks, 0);
  const named = new Set(failed.flatMap((cause) => cause.tenants));
  const why = failed.length === 1 ? "for one cause" : `for ${failed.length} causes`;
  const ran = tenants.filter((tenant) => tenant.status !== "SKIPPED").length;
  if (status === "SUCCEEDED")
    return ran === 0 ? "it had nothing to do" : `${plural(ran, "tenant")} succeeded`;
  if (status === "FAILED")
    return named.size === 0
      ? "the run failed as a whole"
      : `${named.size} of ${plural(ran, "tenant")} failed, ${why}`;
  if (status === "ABORTED")
    return named.size === 0
      ? "the run was stopped"
      : `${named.size} of ${plural(ran, "tenant")} did not finish`;
  const soFar = chunks === 0 ? "nothing has failed" : `${plural(chunks, "chunk")} failed so far, ${why}`;
  const holds = causes.filter(({ effect }) => effect === "holds").length;
  return `it is under way: ${soFar}${holds === 0 ? "" : `, and ${plural(holds, "thing")} hold${holds === 1 ? "s" : ""} work`}`;
}
