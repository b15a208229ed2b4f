import { styleText } from "node:util";
import { must, plural, printable } from "@batchline/diagnostics";
import {
  addCounts,
  type ChunkRecord,
  type ItemCounts,
  noItems,
  type TenantRecord,
} from "../../contract/records.ts";
import type { RunOutcome } from "../../runs/follow/run-outcome.ts";
import { alignedLines } from "../aligned-lines.ts";
import { statusWord } from "../runs/status-words.ts";

/** Failed items that are listed; the records have the rest. */
const failuresShown = 20;

/** The report of a run that has ended: one line for the run, one line per tenant, and the failed items. */
export function reportLines(outcome: RunOutcome): string[] {
  const { workflow, stages } = outcome;
  const succeeded = outcome.status === "SUCCEEDED";
  const head = `${workflow} ${outcome.runId} ${statusWord(outcome.status)} in ${seconds(outcome.startedAt, outcome.endedAt)}`;
  return [
    `${succeeded ? styleText("green", "✔") : styleText("red", "✘")} ${head}: ${printable(outcome.reason) || "no reason given"}`,
    ...(outcome.said ?? []).map((line) => styleText("dim", `  | ${printable(line)}`)),
    ...(outcome.tenants.length === 0 ? [] : ["", ...tenantTable(stages, outcome.tenants)]),
    ...resultLines(outcome),
    ...failureLines(stages, outcome),
  ];
}

/** The document that `--json` prints: the facts of the report, in full. */
export function outcomeAsJson(outcome: RunOutcome) {
  const { workflow, stages, runId, executionArn, status, reason, tenants, chunks = [] } = outcome;
  const { startedAt, endedAt, said } = outcome;
  return {
    ...{ workflow, runId, executionArn, status, reason },
    ...(said && { said }),
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    tenants: tenants.map((tenant) => ({
      tenant: tenant.tenant,
      status: tenant.status,
      reason: tenant.reason,
      chunks: tenant.chunks,
      items: tenantItems(stages, tenant),
      startedAt: tenant.startedAt,
      endedAt: tenant.endedAt,
    })),
    failures: chunks.flatMap(({ tenant, stage, chunk, failures = [] }) =>
      failures.map(({ item, reason }) => ({ tenant, stage, chunk, item, reason })),
    ),
  };
}

/** A tenant's items: done and skipped by the last stage, whose results the tenant gets; failed in any stage. */
function tenantItems(stages: readonly string[], tenant: TenantRecord): ItemCounts {
  const last = tenant.items?.[must(stages.at(-1), "a workflow has a stage")] ?? noItems;
  const all = Object.values(tenant.items ?? {}).reduce(addCounts, noItems);
  return { done: last.done, skipped: last.skipped, failed: all.failed };
}

function tenantTable(stages: readonly string[], tenants: readonly TenantRecord[]): string[] {
  const rows = tenants.map((tenant) => {
    const { done, failed, skipped } = tenantItems(stages, tenant);
    const ran = tenant.status !== "SKIPPED";
    const cells = ran ? [tenant.chunks, done, failed, skipped].map(String) : ["–", "–", "–", "–"];
    const time =
      ran && tenant.endedAt !== undefined
        ? seconds(new Date(tenant.startedAt), new Date(tenant.endedAt))
        : "–";
    const { reason = "" } = tenant.status === "SUCCEEDED" ? {} : tenant;
    return [tenant.tenant, tenant.status.toLowerCase(), ...cells, time, printable(reason)];
  });
  const titles = ["tenant", "status", "chunks", "done", "failed", "skipped", "time", ""];
  const failed = (at: number) => tenants[at - 1]?.status === "FAILED";
  return alignedLines([titles, ...rows], [2, 3, 4, 5, 6]).map((line, at) =>
    failed(at) ? styleText("red", line) : line,
  );
}

/** The results that stages report beside their items. */
function resultLines({ chunks = [] }: RunOutcome): string[] {
  const lines = chunks.flatMap(({ tenant, result }) =>
    result === undefined ? [] : [`  ${tenant}  ${printable(result)}`],
  );
  return lines.length === 0 ? [] : ["", ...lines.sort()];
}

function failureLines(stages: readonly string[], outcome: RunOutcome): string[] {
  const byTenantThenStage = (a: ChunkRecord, b: ChunkRecord) =>
    a.tenant < b.tenant ? -1 : a.tenant > b.tenant ? 1 : stages.indexOf(a.stage) - stages.indexOf(b.stage);
  const chunks = outcome.chunks?.toSorted(byTenantThenStage) ?? [];
  const counts =
    outcome.chunks === undefined
      ? outcome.tenants.map((tenant) => tenantItems(stages, tenant))
      : chunks.map(({ items }) => items);
  const failed = counts.reduce((sum, items) => sum + items.failed, 0);
  if (failed === 0) return [];
  const known = chunks.flatMap(({ tenant, stage, failures = [] }) =>
    failures.map(({ item, reason }) => `  ${tenant}  ${stage}  ${printable(`${item}: ${reason}`)}`),
  );
  const shown = known.slice(0, failuresShown);
  const more = failed - shown.length;
  return [
    "",
    `${plural(failed, "item")} failed:`,
    ...shown,
    ...(more > 0 ? [`  … and ${more} more: see the records`] : []),
  ];
}

function seconds(from: Date, to: Date): string {
  return `${((to.getTime() - from.getTime()) / 1000).toFixed(1)} s`;
}
