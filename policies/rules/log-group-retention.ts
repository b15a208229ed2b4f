import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { z } from "zod";
import { resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const logGroup = resourceType<LogGroupArgs>("aws:cloudwatch/logGroup:LogGroup");

export const logGroupRetention = resourceRule({
  name: "log-group-retention",
  code: "BL-P060",
  title: "Log groups have a retention within the cap",
  severity: "medium",
  fix: "Set retentionInDays (logRetentionDays in Pulumi.<stack>.yaml), or raise maxDays of this rule in the stack's policy-config file.",
  config: z.object({ maxDays: z.int().min(1).default(400).describe("Maximum retention, in days.") }),
  checks: ({ maxDays }) =>
    on(logGroup, ({ props }, { report }) => {
      const days = props.retentionInDays ?? 0;
      // CloudWatch sets the retention of this class itself.
      if (days === 0 && props.logGroupClass === "DELIVERY") return;
      if (days === 0) report("retentionInDays", "is not set: lines would be kept and billed for ever");
      else if (days > maxDays) report("retentionInDays", `is ${days}; the maximum is ${maxDays}`);
    }),
});
