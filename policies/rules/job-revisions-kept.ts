import { jobDefinition } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const jobRevisionsKept = resourceRule({
  name: "job-revisions-kept",
  code: "BL-P031",
  title: "A new revision of a job definition keeps the old ones for running executions",
  severity: "high",
  fix: "Set deregisterOnNewRevision to false, as components/jobs/job-definition.ts does. Otherwise a deployment makes every current run fail at the next job that it submits.",
  checks: () =>
    on(jobDefinition, ({ props }, { report }) => {
      const deregister = props.deregisterOnNewRevision;
      if (deregister !== false)
        report("deregisterOnNewRevision", `is ${deregister ?? "not set, which means true"}`);
    }),
});
