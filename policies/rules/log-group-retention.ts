import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { z } from "zod";
import { resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const logGroup = resourceType<LogGroupArgs>("aws:cloudwatch/logGroup:LogGroup");

export const logGroupRetention = resourceRule({
  name: "log-group-retention",
  code: "BL-P060",
  title: "Lines of a log group expire, and not too late",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    "Set retentionInDays, in the program by logRetentionDays in Pulumi.<stack>.yaml, or raise maxDays of this rule in the stack's policy-config file.",
  config: z.object({
    maxDays: z.int().min(1).default(400).describe("The longest that lines may be kept, in days."),
  }),
  checks: ({ maxDays }) => [
    on(logGroup, ({ props }, { report }) => {
      const days = props.retentionInDays ?? 0;
      // CloudWatch sets it itself in this class.
      if (days === 0 && props.logGroupClass === "DELIVERY") return;
      if (days === 0) report("retentionInDays is not set: lines would be kept, and charged for, for ever");
      else if (days > maxDays) report(`retentionInDays is ${days}; the most is ${maxDays}`);
    }),
  ],
});
