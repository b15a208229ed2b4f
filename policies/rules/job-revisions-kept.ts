import { z } from "zod";
import { jobDefinition } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const jobRevisionsKept = resourceRule({
  name: "job-revisions-kept",
  code: "BL-P031",
  title: "A new revision of a job definition leaves the old one to the executions that started with it",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Set deregisterOnNewRevision to false, as components/jobs/job-definition-args.ts does: a deployment would otherwise end every run under way at the next job it submits.",
  config: z.object({}),
  checks: () => [
    on(jobDefinition, ({ props }, { report }) => {
      const deregister = props.deregisterOnNewRevision;
      if (deregister !== false)
        report(`deregisterOnNewRevision is ${deregister ?? "not set, which means true"}`);
    }),
  ],
});
