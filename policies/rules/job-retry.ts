import { z } from "zod";
import { jobDefinition } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

/** How a job ends in Batch if its instance is lost: without an exit code or a reason of the container. */
const hostLost = {
  onExitCode: "",
  onReason: "",
  onStatusReason: "Host EC2 (instance i-0123456789abcdef0) terminated.",
};

export const jobRetry = resourceRule({
  name: "job-retry",
  code: "BL-P024",
  title: "A job retries if its instance is lost, and exits if a retry cannot help",
  severity: "medium",
  fix: "Set retryStrategy as components/jobs/spot-retry.ts does. Allow several attempts. RETRY the status reason Host EC2* (a lost Spot instance) before any EXIT that matches it. EXIT for exit codes that a retry would only repeat.",
  config: z.object({ minAttempts: z.int().min(1).max(10).default(2).describe("Minimum attempts of a job.") }),
  checks: ({ minAttempts }) =>
    on(jobDefinition, ({ props }, { separately, report }) => {
      separately(() => {
        const attempts = props.retryStrategy?.attempts ?? 1;
        if (attempts < minAttempts)
          report("retryStrategy.attempts", `is ${attempts}; the minimum is ${minAttempts}`);
      });
      const rules = props.retryStrategy?.evaluateOnExits ?? [];
      if (rules.length === 0)
        return report("retryStrategy.evaluateOnExits", "is missing: every failure is retried alike");
      const first = rules.findIndex(matches);
      // Without a match Batch retries.
      if (first >= 0 && rules[first]?.action.toLowerCase() !== "retry")
        report(`retryStrategy.evaluateOnExits[${first}]`, "ends a job whose instance was lost (Host EC2*)");
    }),
});

/** Whether every condition of a rule matches the loss of an instance. https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html */
function matches(rule: { readonly [Condition in keyof typeof hostLost]?: string }): boolean {
  return (Object.entries(hostLost) as [keyof typeof hostLost, string][]).every(([condition, value]) => {
    const pattern = rule[condition];
    if (!pattern) return true;
    return pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
  });
}
