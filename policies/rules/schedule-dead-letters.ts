import { schedule } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const scheduleDeadLetters = resourceRule({
  name: "schedule-dead-letters",
  code: "BL-P058",
  title: "A schedule sends the runs that it cannot start to a dead-letter queue",
  severity: "medium",
  fix: "Set target.deadLetterConfig to an SQS queue's ARN, and allow the schedule's role to send messages to it. Add an alarm on the queue. components/workflow/workflow-schedule.ts does all three.",
  checks: () =>
    on(schedule, ({ props }, { report }) => {
      const config = props.target.deadLetterConfig;
      if (config === undefined || !("arn" in config)) report("target.deadLetterConfig", "is missing");
    }),
});
