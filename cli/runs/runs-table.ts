import { styleText } from "node:util";
import { duration, printable } from "@batchline/diagnostics";
import { costEstimateOf } from "../../runs/costs/cost-estimate.ts";
import type { ListedRun } from "../../runs/records/list-runs.ts";
import { alignedLines } from "../aligned-lines.ts";
import { hundredths } from "./costs-table.ts";
import { statusWords } from "./status-words.ts";
import { localTime } from "./time-text.ts";

/** The list of runs as a table: a head, then a line for each run. `now` ends the runs that are under way. @param region For prices. */
export function runsTable(runs: readonly ListedRun[], now: Date, region: string): string[] {
  const titles = [
    "run",
    "workflow",
    "status",
    "started",
    "duration",
    "ok",
    "failed",
    "skipped",
    "chunks",
    "USD",
    "",
  ];
  const lines = alignedLines([titles, ...runs.map((run) => cells(run, now, region))], [5, 6, 7, 8, 9]);
  return lines.map((line, at) => {
    const status = runs[at - 1]?.status;
    if (status === undefined || status === "SUCCEEDED") return line;
    return styleText(status === "RUNNING" ? "cyan" : "red", line);
  });
}

function cells(run: ListedRun, now: Date, region: string): string[] {
  const { workflow, runId, status, startedAt, endedAt, record, tenant } = run;
  const { succeeded, failed, skipped } = record?.tenants ?? {};
  const counts = [succeeded, failed, skipped].map((count) => (count === undefined ? "–" : String(count)));
  const ms = new Date(endedAt ?? now).getTime() - new Date(startedAt).getTime();
  const said =
    tenant === undefined
      ? reasonOf(run)
      : [tenant.status.toLowerCase(), tenant.reason].filter(Boolean).join(": ");
  return [
    ...[printable(runId), workflow, statusWords[status], localTime(startedAt)],
    ...[duration(ms), ...counts, chunksOf(run), costOf(run, region), printable(said)],
  ];
}

/** `45`, or `2/45 failed`; a dash before the plan. */
function chunksOf({ record }: ListedRun): string {
  if (record === undefined) return "–";
  const { chunks, chunksFailed = 0 } = record;
  return chunksFailed > 0 ? `${chunksFailed}/${chunks} failed` : String(chunks);
}

/** About what its containers cost; a dash before its end, and where prices are not known. */
function costOf({ record }: ListedRun, region: string): string {
  const { usd } = costEstimateOf(record, region);
  return usd === undefined ? "–" : hundredths(usd);
}

function reasonOf({ status, record }: ListedRun): string {
  if (status === "SUCCEEDED") return "";
  if (record === undefined) return status === "RUNNING" ? "waits, or begins" : "not planned";
  return record.reason ?? "";
}

/** The document of `--json`: an entry for each run, times in ISO 8601. */
export function runsAsJson(runs: readonly ListedRun[], region: string) {
  return runs.map(({ workflow, runId, status, startedAt, endedAt, record, tenant }) => ({
    ...{ workflow, runId, status, startedAt, endedAt },
    ...{ tenants: record?.tenants, chunks: record?.chunks ?? 0, chunksFailed: record?.chunksFailed },
    ...{ reason: record?.reason, usage: record?.usage },
    /** About what its containers cost, in US dollars. */
    costUsd: costEstimateOf(record, region).usd,
    ...(tenant !== undefined && {
      tenant: { id: tenant.tenant, status: tenant.status, reason: tenant.reason },
    }),
  }));
}
