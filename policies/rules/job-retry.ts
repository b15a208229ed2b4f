import { z } from "zod";
import { jobDefinition } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

interface EvaluateOnExit {
  readonly action: string;
  readonly onExitCode?: string;
  readonly onReason?: string;
  readonly onStatusReason?: string;
}

/** What Batch says of a job whose instance was taken away: no container ended, so there is no exit code nor reason. */
const hostLost = {
  onExitCode: "",
  onReason: "",
  onStatusReason: "Host EC2 (instance i-0123456789abcdef0) terminated.",
};

export const jobRetry = resourceRule({
  name: "job-retry",
  code: "BL-P024",
  title: "A job is tried again when its instance is lost, and says when trying again cannot help",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    "Set retryStrategy, as components/jobs/retry-strategy.ts makes it: several attempts, RETRY for the status reason Host EC2*, with which Spot takes instances away, before any EXIT that matches it, and EXIT for exit codes that would only come again.",
  config: z.object({
    minAttempts: z.int().min(1).max(10).default(2).describe("The fewest attempts a job has to have."),
  }),
  checks: ({ minAttempts }) => [
    on(jobDefinition, ({ props }, { apart, report }) => {
      apart(() => {
        const attempts = props.retryStrategy?.attempts ?? 1;
        if (attempts < minAttempts)
          report(`retryStrategy.attempts is ${attempts}; the fewest are ${minAttempts}`);
      });
      const rules = props.retryStrategy?.evaluateOnExits ?? [];
      if (rules.length === 0)
        return report("retryStrategy.evaluateOnExits is missing: every failure is tried again alike");
      const first = rules.findIndex((rule) => matches(rule, hostLost));
      // Where no rule matches, Batch tries again.
      if (first >= 0 && !/^retry$/i.test(rules[first]?.action ?? ""))
        report(
          `retryStrategy.evaluateOnExits[${first}] ends a job whose instance was taken away (Host EC2*)`,
        );
    }),
  ],
});

/** All that a rule says of an end has to match. https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html */
function matches(rule: EvaluateOnExit, end: Omit<Required<EvaluateOnExit>, "action">): boolean {
  return (Object.keys(end) as (keyof typeof end)[]).every((on) => {
    const pattern = rule[on];
    if (pattern === undefined || pattern === "") return true;
    return pattern.endsWith("*") ? end[on].startsWith(pattern.slice(0, -1)) : end[on] === pattern;
  });
}
