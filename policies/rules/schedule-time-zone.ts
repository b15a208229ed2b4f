import { schedule } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const scheduleTimeZone = resourceRule({
  name: "schedule-time-zone",
  code: "BL-P057",
  title: "A schedule with a time of day names its time zone",
  severity: "medium",
  fix: 'Set scheduleExpressionTimezone to an IANA name such as "Europe/Warsaw", or explicitly to "UTC". Then the schedule is clear, and follows daylight saving time.',
  checks: () =>
    on(schedule, ({ props }, { report }) => {
      if ("scheduleExpressionTimezone" in props) return;
      const expression = props.scheduleExpression;
      // rate(…) counts from the schedule's creation, independent of time zones.
      if (!expression.startsWith("rate("))
        report("scheduleExpressionTimezone", `is missing: ${expression} would be in UTC`);
    }),
});
