import { z } from "zod";
import { jobDefinition } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const jobTimeout = resourceRule({
  name: "job-timeout",
  code: "BL-P025",
  title: "A job has a timeout within the cap",
  severity: "medium",
  fix: "Set timeout in the stage's declaration: without it a job that hangs keeps its instance, and its run, for good. If an attempt needs longer, raise maxSeconds of this rule in the stack's policy-config file.",
  config: z.object({
    maxSeconds: z.int().min(60).default(86_400).describe("Maximum timeout of one attempt, in seconds."),
  }),
  checks: ({ maxSeconds }) =>
    on(jobDefinition, ({ props }, { report }) => {
      const seconds = props.timeout?.attemptDurationSeconds;
      if (seconds === undefined) report("timeout.attemptDurationSeconds", "is missing");
      else if (seconds > maxSeconds)
        report("timeout.attemptDurationSeconds", `is ${seconds}; the maximum is ${maxSeconds}`);
    }),
});
