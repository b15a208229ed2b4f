import { z } from "zod";
import { schedule } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const scheduleTimeZone = resourceRule({
  name: "schedule-time-zone",
  code: "BL-P057",
  title: "A schedule by the clock says in which time zone",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    'Set scheduleExpressionTimezone to an IANA name such as "Europe/Warsaw", or to "UTC" where that is meant: then nobody has to guess, and daylight saving time is followed.',
  config: z.object({}),
  checks: () => [
    on(schedule, ({ props }, { report }) => {
      if ("scheduleExpressionTimezone" in props) return;
      const expression = props.scheduleExpression;
      // rate(…) counts from when it is created, in every zone alike.
      if (!expression.startsWith("rate("))
        report(`scheduleExpressionTimezone is missing: ${expression} would be in UTC`);
    }),
  ],
});
