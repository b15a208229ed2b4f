import { isRecord, plural } from "@batchline/diagnostics";
import type { Markup } from "../markup.ts";
import type { Prediction, TenantChange, WorkflowChange } from "./change.ts";
import type { FieldChange } from "./field-changes.ts";
import { markedSchedule } from "./schedule-text.ts";

/** One tenant's changes, one per line, without its name. Tenants with the same lines have the same change. */
export function changeLines({ fields, workflows, warnings }: TenantChange, markup: Markup): string[] {
  return [
    ...fields.map((field) => markup.bullet(fieldText(field, "", markup))),
    ...workflows.flatMap((workflow) => workflowLines(workflow, markup)),
    ...warnings.map((warning) => markup.bullet(markup.warning(warning))),
  ];
}

function workflowLines(change: WorkflowChange, markup: Markup): string[] {
  const { workflow, effect, formerSchedule, fields, consequences, before, after } = change;
  const schedule = markedSchedule(change.schedule, markup);
  const name = markup.verbatim(workflow);
  if (effect === "starts") return [markup.bullet(`runs ${name}, ${schedule}: ${work(after)}`)];
  if (effect === "stops") return [markup.bullet(`no longer runs ${name}: before, ${work(before)}`)];
  const same = work(before) === work(after);
  const cost = same ? `${work(after)}, as before` : `${work(before)} → ${work(after)}`;
  return [
    ...(formerSchedule === undefined
      ? []
      : [markup.bullet(`${name} runs: ${markedSchedule(formerSchedule, markup)} → ${schedule}`)]),
    ...fields.map((field) => markup.bullet(fieldText(field, `${workflow}.`, markup))),
    ...consequences.map((consequence) => markup.bullet(consequence)),
    markup.bullet(`each run of ${name}: ${cost}`),
  ];
}

/** `4 chunks, about 120 vCPU-minutes (measured)` */
function work({ chunks, vcpuMinutes, basis }: Prediction = {}): string {
  if (chunks === undefined && vcpuMinutes === undefined) return "chunks and vCPU-minutes not known";
  const cut = chunks === undefined ? "chunks not known" : plural(chunks, "chunk");
  if (vcpuMinutes === undefined) return `${cut}, vCPU-minutes not known`;
  const minutes = rounded(vcpuMinutes);
  return `${cut}, about ${minutes} vCPU-minute${minutes === "1" ? "" : "s"}${basis === "measured" ? " (measured)" : ""}`;
}

// Created once: it takes longer than the rest of a line.
const oneDecimal = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** An estimate has two significant digits. */
export function rounded(minutes: number): string {
  return oneDecimal.format(Number(minutes.toPrecision(2)));
}

function fieldText(change: FieldChange, prefix: string, markup: Markup): string {
  const field = markup.verbatim(`${prefix}${change.field}`);
  const text = (value: unknown) => markup.verbatim(valueText(value));
  if ("added" in change) {
    const entries = [
      ...change.added.map((entry) => `+ ${text(entry)}`),
      ...change.removed.map((entry) => `− ${text(entry)}`),
    ];
    return `${field}: ${entries.join(", ")}`;
  }
  const { before, after } = change;
  if (before === undefined) return `${field}: set to ${text(after)}`;
  if (after === undefined) return `${field}: removed, was ${text(before)}`;
  return `${field}: ${text(before)} → ${text(after)}`;
}

/** A value in one line. */
function valueText(value: unknown): string {
  if (typeof value === "string") return clipped(/[\n\r]/.test(value) ? JSON.stringify(value) : value);
  if (isRecord(value)) {
    const fields = Object.entries(value).map(([key, inner]) => `${key} ${valueText(inner)}`);
    return clipped(fields.join(", "));
  }
  return clipped(JSON.stringify(value) ?? "nothing");
}

function clipped(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
