/** When runs start by themselves. */
export interface Schedule {
  /** The six fields of EventBridge Scheduler, without `cron()`: minutes hours day-of-month month day-of-week year. */
  readonly cron: string;
  /** IANA name, for example `Europe/Warsaw`. */
  readonly timezone: string;
}

/** What a tenant says instead of a schedule when no schedule is to start its runs. */
export const byHand = "by hand";

/** A tenant's own schedule of a workflow. */
export type OwnSchedule = Schedule | typeof byHand;

/** The name of a workflow's own schedule, whatever it is: so that changing it leaves no run of the former one without tenants. */
export const defaultSchedule = "default";

/** The name of a schedule that tenants have of their own, by which runs and resources know it: `0 5 * * ? * America/New_York`. */
export function scheduleName({ cron, timezone }: Schedule): string {
  return `${cron.trim().split(/\s+/).join(" ")} ${timezone}`;
}
