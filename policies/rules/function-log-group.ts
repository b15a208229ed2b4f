import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import { z } from "zod";
import { resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const lambda = resourceType<FunctionArgs>("aws:lambda/function:Function");

export const functionLogGroup = resourceRule({
  name: "function-log-group",
  code: "BL-P061",
  title: "A function writes to a log group that the program made",
  severity: "low",
  enforcement: "mandatory",
  remediation:
    "Set loggingConfig.logGroup to a log group of the program, as components/functions/bundled-function.ts does: the one that Lambda makes itself never expires and stays after the function is gone.",
  config: z.object({}),
  checks: () => [
    on(lambda, ({ props }, { report }) => {
      const logging = props.loggingConfig;
      if (logging === undefined || !("logGroup" in logging)) report("loggingConfig.logGroup is missing");
    }),
  ],
});
