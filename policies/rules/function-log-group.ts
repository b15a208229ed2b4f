import { lambda } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const functionLogGroup = resourceRule({
  name: "function-log-group",
  code: "BL-P061",
  title: "A function logs to a log group of the program",
  severity: "low",
  fix: "Set loggingConfig.logGroup to a log group of the program, as components/functions/bundled-function.ts does. A log group that Lambda creates never expires, and remains after the function is deleted.",
  checks: () =>
    on(lambda, ({ props }, { report }) => {
      const logging = props.loggingConfig;
      if (logging === undefined || !("logGroup" in logging)) report("loggingConfig.logGroup", "is missing");
    }),
});
