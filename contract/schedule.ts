/** When runs start automatically. */
export interface Schedule {
  /** The six fields of EventBridge Scheduler without `cron()`: minutes hours day-of-month month day-of-week year. */
  readonly cron: string;
  /** IANA name, for example `Europe/Warsaw`. */
  readonly timezone: string;
}

/** A tenant's value instead of a schedule: no schedule starts its runs. */
export const byHand = "by hand";

/** A tenant's own schedule of a workflow. */
export type OwnSchedule = Schedule | typeof byHand;

/** The name of a workflow's own schedule. It stays when the schedule changes, so that a waiting run keeps its tenants. */
export const defaultSchedule = "default";

/** The name of a tenant's own schedule in runs and resources: `0 5 * * ? * America/New_York`. */
export function scheduleName({ cron, timezone }: Schedule): string {
  return `${cron.trim().split(/\s+/).join(" ")} ${timezone}`;
}
