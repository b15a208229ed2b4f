import { styleText } from "node:util";
import { must, plural } from "@batchline/diagnostics";
import {
  addCounts,
  type ChunkRecord,
  type ItemCounts,
  noItems,
  type TenantRecord,
} from "../../contract/records.ts";
import type { RunOutcome } from "./follow.ts";

/** Failed items that are listed; the records have the rest. */
const failuresShown = 20;

/** The report of a run that has ended: a line on the whole, a line a tenant, and the failed items. */
export function reportLines(workflow: string, stages: readonly string[], outcome: RunOutcome): string[] {
  const succeeded = outcome.status === "SUCCEEDED";
  const head = `${workflow} ${outcome.runId} ${outcome.status.toLowerCase()} in ${seconds(outcome.startedAt, outcome.endedAt)}`;
  return [
    `${succeeded ? styleText("green", "✔") : styleText("red", "✘")} ${head}: ${outcome.reason || "no reason given"}`,
    ...(outcome.tenants.length === 0 ? [] : ["", ...tenantTable(stages, outcome.tenants)]),
    ...resultLines(outcome),
    ...failureLines(stages, outcome),
  ];
}

/** A tenant's items: done and skipped by the last stage, whose results the tenant gets; failed in any stage. */
export function tenantItems(stages: readonly string[], tenant: TenantRecord): ItemCounts {
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
    const reason = tenant.status === "SUCCEEDED" ? "" : (tenant.reason ?? "");
    return [tenant.tenant, tenant.status.toLowerCase(), ...cells, time, reason];
  });
  const head = ["tenant", "status", "chunks", "done", "failed", "skipped", "time", ""];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column >= 2 && column <= 6 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [
    styleText("dim", line(head)),
    ...rows.map((row) => (row[1] === "failed" ? styleText("red", line(row)) : line(row))),
  ];
}

/** The results that stages report beside their items. */
function resultLines({ chunks }: RunOutcome): string[] {
  const lines = chunks.flatMap(({ tenant, result }) =>
    result === undefined ? [] : [`  ${tenant}  ${result}`],
  );
  return lines.length === 0 ? [] : ["", ...lines.sort()];
}

function failureLines(stages: readonly string[], outcome: RunOutcome): string[] {
  const byTenantThenStage = (a: ChunkRecord, b: ChunkRecord) =>
    a.tenant < b.tenant ? -1 : a.tenant > b.tenant ? 1 : stages.indexOf(a.stage) - stages.indexOf(b.stage);
  const chunks = [...outcome.chunks].sort(byTenantThenStage);
  const failed = chunks.reduce((sum, { items }) => sum + items.failed, 0);
  if (failed === 0) return [];
  const known = chunks.flatMap(({ tenant, stage, failures = [] }) =>
    failures.map(({ item, reason }) => `  ${tenant}  ${stage}  ${item}: ${reason}`),
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
