import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  paginateListExecutions,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { must } from "@batchline/diagnostics";
import pLimit from "p-limit";
import type { RunInput } from "../../contract/plan.ts";
import { runEntryPrefix, tableKeys } from "../../contract/record-keys.ts";
import type { RunEntry, RunRecord, TenantRecord } from "../../contract/records.ts";
import { type Stack, stateMachineOf } from "../stack/stack.ts";
import { collected, RecordReader } from "./record-reader.ts";

/** In Step Functions' words. PENDING_REDRIVE counts as RUNNING. */
export const runStatuses = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] as const;
export type RunStatus = (typeof runStatuses)[number];

/** A run in a list. */
export interface ListedRun {
  readonly workflow: string;
  readonly runId: string;
  readonly status: RunStatus;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Absent: its planning has not begun. */
  readonly record?: RunRecord;
  /** The outcome of the tenant that was asked for. */
  readonly tenant?: TenantRecord;
}

/** Which runs are wanted. @default all */
export interface RunFilters {
  readonly workflow?: string;
  /** Runs that this tenant took part in. */
  readonly tenant?: string;
  readonly status?: RunStatus;
  /** Runs that started at this time or later. */
  readonly since?: Date;
  /** Runs whose id, or whose latest execution's name, begins so. */
  readonly begins?: string;
  /** The most runs. @default 100 */
  readonly limit?: number;
}

/** In one workflow's runs. */
interface Search extends Required<Pick<RunFilters, "since" | "begins">> {
  readonly most: number;
}

const requestsAtOnce = 4;

/**
 * The runs of a stack, newest first: those with records, and executions that were not planned.
 * @example await listRuns(stack, { tenant: "acme", since: new Date("2026-11-01") });
 */
export async function listRuns(stack: Stack, filters: RunFilters = {}): Promise<ListedRun[]> {
  const { workflow, tenant, status, since = new Date(0), limit = 100, begins = "" } = filters;
  const workflows = workflow === undefined ? Object.keys(stack.outputs.stateMachines) : [workflow];
  // A filter by what only records say needs more of them.
  const most = tenant === undefined && status === undefined ? limit : Math.max(limit, 1000);
  const of = (name: string) => runsOf(stack, name, { since, most, begins });
  const runs = (await Promise.all(workflows.map(of)))
    .flat()
    .filter((run) => status === undefined || run.status === status)
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  const chosen = tenant === undefined ? runs : await withTenant(stack, runs, tenant);
  return chosen.slice(0, limit);
}

async function runsOf(stack: Stack, workflow: string, search: Search): Promise<ListedRun[]> {
  const records = new RecordReader(stack.clients.dynamodb, stack.outputs.table);
  const [entries, executions] = await Promise.all([
    entriesOf(records, workflow, search),
    executionsOf(stack, workflow, search),
  ]);
  const recordsOf = (ids: Iterable<string>) => {
    const keys = [...new Set(ids)].map((runId) => tableKeys.run(workflow, runId));
    return collected(records.getAll<RunRecord>(keys));
  };
  const planned = await recordsOf([...entries.map(({ runId }) => runId), ...executions.keys()]);
  const known = new Set(planned.flatMap(({ runId, execution }) => [runId, execution]));
  const unknown = [...executions.values()].filter(({ name = "" }) => !known.has(name));
  const limit = pLimit(requestsAtOnce);
  const resumed = await Promise.all(
    unknown.map(async (execution) => ({
      execution,
      runId: await limit(() => resumedBy(stack.clients.sfn, execution)),
    })),
  );
  const earlier = resumed.flatMap(({ runId }) => (runId === undefined || known.has(runId) ? [] : runId));
  return [
    ...[...planned, ...(await recordsOf(earlier))].map((record) =>
      withRecord(workflow, record, executions.get(record.execution)),
    ),
    ...resumed.flatMap(({ execution, runId }) =>
      runId === undefined ? withoutRecord(workflow, execution) : [],
    ),
  ];
}

async function entriesOf(records: RecordReader, workflow: string, { since, most, begins }: Search) {
  const { pk } = tableKeys.runEntry(workflow, "", "");
  const entries: RunEntry[] = [];
  for await (const entry of records.query<RunEntry>(pk, runEntryPrefix, true)) {
    if (entries.length === most || entry.startedAt < since.toISOString()) break;
    if (entry.runId.startsWith(begins)) entries.push(entry);
  }
  return entries;
}

/** By their names. */
async function executionsOf(stack: Stack, workflow: string, { since, most, begins }: Search) {
  const { sfn } = stack.clients;
  const input = { stateMachineArn: stateMachineOf(stack, workflow), maxResults: Math.min(most, 1000) };
  const executions = new Map<string, ExecutionListItem>();
  for await (const page of paginateListExecutions({ client: sfn }, input)) {
    const items = must(page.executions, "ListExecutions returns a list");
    const wanted = items.filter(({ startDate }) => must(startDate, "an execution has a start") >= since);
    for (const item of wanted) {
      const name = must(item.name, "an execution has a name");
      if (name.startsWith(begins)) executions.set(name, item);
    }
    if (wanted.length < items.length || executions.size >= most) break;
  }
  return executions;
}

function withRecord(workflow: string, record: RunRecord, execution?: ExecutionListItem): ListedRun {
  const { runId, startedAt, endedAt = execution?.stopDate?.toISOString() } = record;
  return {
    ...{ workflow, runId, startedAt, record },
    status: statusOf(execution?.status) ?? record.status,
    ...(endedAt !== undefined && { endedAt }),
  };
}

function withoutRecord(
  workflow: string,
  { name, status, startDate, stopDate }: ExecutionListItem,
): ListedRun {
  return {
    ...{ workflow, runId: must(name, "an execution has a name") },
    status: statusOf(status) ?? "RUNNING",
    startedAt: must(startDate, "an execution has a start").toISOString(),
    ...(stopDate !== undefined && { endedAt: stopDate.toISOString() }),
  };
}

/** The run that the execution continues; undefined if it began one of its own. */
async function resumedBy(sfn: SFNClient, { executionArn }: ExecutionListItem): Promise<string | undefined> {
  const { input = "{}" } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const { resume }: RunInput = JSON.parse(input);
  return resume;
}

function statusOf(status: string | undefined): RunStatus | undefined {
  return runStatuses.find((known) => known === status);
}

/** The runs that the tenant took part in, or that skipped it. */
async function withTenant(stack: Stack, runs: readonly ListedRun[], tenant: string): Promise<ListedRun[]> {
  const records = new RecordReader(stack.clients.dynamodb, stack.outputs.table);
  const keys = runs.map(({ workflow, runId }) => tableKeys.runTenant(workflow, runId, tenant));
  const outcomes = new Map<string, TenantRecord>();
  for await (const outcome of records.getAll<TenantRecord>(keys))
    outcomes.set(`${outcome.workflow} ${outcome.runId}`, outcome);
  return runs.flatMap((run) => {
    const outcome = outcomes.get(`${run.workflow} ${run.runId}`);
    return outcome === undefined ? [] : [{ ...run, tenant: outcome }];
  });
}
