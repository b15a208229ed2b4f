import * as z from "zod";
import { byHand } from "../../contract/schedule.ts";
import { cronProblems, fixedCron } from "../../workflow-kit/at-deploy/cron.ts";
import { isTimeZone, nearestTimeZones } from "../../workflow-kit/at-deploy/known-time-zones.ts";
import type { IssueParams } from "./types.ts";

const Cron = z
  .string()
  .superRefine((cron, context) => {
    const fixed = fixedCron(cron);
    for (const message of cronProblems(cron)) {
      const params: IssueParams = { code: "BL-T019", suggestion: fixed && `perhaps ${fixed}` };
      context.addIssue({ code: "custom", message, params: { ...params } });
    }
  })
  .describe(
    "The six fields of EventBridge Scheduler: minutes hours day-of-month month day-of-week year, with ? for one of the two days.",
  )
  .meta({ examples: ["0 5 * * ? *", "30 6 ? * MON-FRI *"] });

const TimeZone = z
  .string()
  .superRefine((name, context) => {
    if (isTimeZone(name)) return;
    const params: IssueParams = { code: "BL-T020", suggestion: nearestTimeZones(name) };
    const message = `${JSON.stringify(name)} is not an IANA time zone such as Europe/Warsaw`;
    context.addIssue({ code: "custom", message, params: { ...params } });
  })
  .describe("The IANA name of the time zone whose clock counts; daylight saving time is followed.")
  .meta({ examples: ["America/New_York", "Europe/Warsaw"] });

/** The key of a tenant's own schedule in a workflow's block, beside the workflow's parameters. */
export const scheduleKey = "schedule";

/** A tenant's own schedule of a workflow. */
export const TenantSchedule = z
  .union([z.strictObject({ cron: Cron, timezone: TimeZone }), z.literal(byHand)])
  .optional()
  .describe(
    `When runs start by themselves for this tenant, instead of when the workflow's other tenants run; "${byHand}": never by themselves.`,
  )
  .meta({ examples: [{ cron: "0 5 * * ? *", timezone: "America/New_York" }, byHand] });
