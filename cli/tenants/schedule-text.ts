import type { Schedule } from "../../contract/schedule.ts";
import type { Markup } from "./markup.ts";

/** How many of a workflow's schedules are named. */
const schedulesShown = 3;

/** `daily at 03:00 Europe/Warsaw`, `by hand`, or the cron expression where that says it best. */
export function scheduleText(schedule: Schedule | undefined): string {
  if (schedule === undefined) return "by hand";
  const { cron, timezone } = schedule;
  const [, minute, hour] = /^(\d{1,2}) (\d{1,2}) (?:\* \* \?|\? \* \*) \*$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined) return `cron(${cron}) ${timezone}`;
  return `daily at ${hour.padStart(2, "0")}:${minute.padStart(2, "0")} ${timezone}`;
}

/** How many of a workflow's tenants go by a schedule. */
export interface ScheduleUse {
  readonly before: number;
  readonly after: number;
}

/**
 * A workflow's schedules by their texts, the most used first, with the tenants that go by each, before and after, where
 * there are several: `daily at 03:00 Europe/Warsaw (5 → 4), by hand (0 → 1)`.
 */
export function schedulesText(uses: ReadonlyMap<string, ScheduleUse>): string {
  const found = [...uses].sort(
    ([, a], [, b]) => Math.max(b.before, b.after) - Math.max(a.before, a.after) || b.after - a.after,
  );
  if (found.length === 1) return found[0]?.[0] ?? "";
  const shown = found.slice(0, schedulesShown).map(([text, { before, after }]) => {
    const [then, now] = [before.toLocaleString("en"), after.toLocaleString("en")];
    return `${text} (${then === now ? now : `${then} → ${now}`})`;
  });
  const more = found.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more.toLocaleString("en")} more`] : [])].join(", ");
}

/** Schedules in words as they are, and cron expressions, whose stars mean something else in markup, as what they are. */
export function markedSchedule(text: string, markup: Markup): string {
  return text.replace(/cron\([^)]*\)/g, (cron) => markup.verbatim(cron));
}
