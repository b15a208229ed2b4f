import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule.js";
import { resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const eventRule = resourceType<EventRuleArgs>("aws:cloudwatch/eventRule:EventRule");

export const scheduledRules = resourceRule({
  name: "scheduled-rules",
  code: "BL-P059",
  title: "Schedules use EventBridge Scheduler, not rules of an event bus",
  severity: "low",
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
  fix: "Replace the rule and its target with an aws.scheduler.Schedule (components/workflow/workflow-schedule.ts). Rules have no time zone, and AWS keeps them for existing uses only.",
  checks: () =>
    on(eventRule, ({ props }, { report }) => {
      if (props.scheduleExpression !== undefined)
        report("scheduleExpression", `is ${props.scheduleExpression}`);
    }),
});
