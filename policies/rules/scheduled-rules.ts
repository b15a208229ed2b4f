import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule.js";
import { z } from "zod";
import { resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const eventRule = resourceType<EventRuleArgs>("aws:cloudwatch/eventRule:EventRule");

export const scheduledRules = resourceRule({
  name: "scheduled-rules",
  code: "BL-P059",
  title: "What happens by the clock is scheduled by EventBridge Scheduler, not by a rule on an event bus",
  severity: "low",
  enforcement: "mandatory",
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
  remediation:
    "Replace the rule and its target by an aws.scheduler.Schedule (components/workflow/workflow-schedule.ts): rules know no time zone, and AWS keeps them for what already has them.",
  config: z.object({}),
  checks: () => [
    on(eventRule, ({ props }, { report }) => {
      if (props.scheduleExpression !== undefined) report(`scheduleExpression is ${props.scheduleExpression}`);
    }),
  ],
});
