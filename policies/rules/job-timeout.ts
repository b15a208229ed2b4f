import { z } from "zod";
import { jobDefinition } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const jobTimeout = resourceRule({
  name: "job-timeout",
  code: "BL-P025",
  title: "An attempt of a job ends after a time that the job says",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    "Set timeout of the stage's declaration: a job that hangs would keep its instance, and whoever waits for it, for good. Raise maxSeconds of this rule in the stack's policy-config file where an attempt needs longer.",
  config: z.object({
    maxSeconds: z
      .int()
      .min(60)
      .default(86_400)
      .describe("The longest that one attempt may be given, in seconds."),
  }),
  checks: ({ maxSeconds }) => [
    on(jobDefinition, ({ props }, { report }) => {
      const seconds = props.timeout?.attemptDurationSeconds;
      if (seconds === undefined) report("timeout.attemptDurationSeconds is missing");
      else if (seconds > maxSeconds)
        report(`timeout.attemptDurationSeconds is ${seconds}; the most is ${maxSeconds}`);
    }),
  ],
});
