import type { Schedule } from "../../contract/schedule.ts";
import type { Markup } from "../markup.ts";
import type { Both } from "./change.ts";

/** How many of a workflow's schedules are named. */
const schedulesShown = 3;

/** `daily at 03:00 Europe/Warsaw`, `by hand`, or the cron expression. */
export function scheduleText(schedule: Schedule | undefined): string {
  if (schedule === undefined) return "by hand";
  const { cron, timezone } = schedule;
  const [, minute, hour] = /^(\d{1,2}) (\d{1,2}) (?:\* \* \?|\? \* \*) \*$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined) return `cron(${cron}) ${timezone}`;
  return `daily at ${hour.padStart(2, "0")}:${minute.padStart(2, "0")} ${timezone}`;
}

/** A workflow's schedules, the most used first. Several have their tenants' numbers, before and after: `daily at 03:00
 * Europe/Warsaw (5 → 4), by hand (0 → 1)`. */
export function schedulesText(uses: ReadonlyMap<string, Both<number>>): string {
  const found = [...uses].sort(
    ([, a], [, b]) => Math.max(b.before, b.after) - Math.max(a.before, a.after) || b.after - a.after,
  );
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only[0];
  const shown = found.slice(0, schedulesShown).map(([text, { before, after }]) => {
    return `${text} (${fromTo(before.toLocaleString("en"), after.toLocaleString("en"))})`;
  });
  const more = found.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more.toLocaleString("en")} more`] : [])].join(", ");
}

/** `5 → 4`, or `5` if it stays the same. */
export function fromTo(before: string, after: string): string {
  return before === after ? after : `${before} → ${after}`;
}

/** The schedule with cron expressions verbatim: their stars mean something else in markup. */
export function markedSchedule(text: string, markup: Markup): string {
  return text.replace(/cron\([^)]*\)/g, (cron) => markup.verbatim(cron));
}
