import { z } from "zod";
import { schedule } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const scheduleDeadLetters = resourceRule({
  name: "schedule-dead-letters",
  code: "BL-P058",
  title: "What a schedule could not start goes to a dead-letter queue",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    "Set target.deadLetterConfig to an SQS queue's ARN, let the schedule's role send messages to it, and watch it by an alarm: components/workflow/workflow-schedule.ts does.",
  config: z.object({}),
  checks: () => [
    on(schedule, ({ props }, { report }) => {
      const config = props.target.deadLetterConfig;
      if (config === undefined || !("arn" in config)) report("target.deadLetterConfig is missing");
    }),
  ],
});
