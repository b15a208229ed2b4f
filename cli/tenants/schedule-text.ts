import type { Schedule } from "../../contract/schedule.ts";

/** `daily at 03:00 Europe/Warsaw`, `by hand`, or the cron expression where that says it best. */
export function scheduleText(schedule: Schedule | undefined): string {
  if (schedule === undefined) return "by hand";
  const { cron, timezone } = schedule;
  const [, minute, hour] = /^(\d{1,2}) (\d{1,2}) (?:\* \* \?|\? \* \*) \*$/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined) return `cron(${cron}) ${timezone}`;
  return `daily at ${hour.padStart(2, "0")}:${minute.padStart(2, "0")} ${timezone}`;
}
