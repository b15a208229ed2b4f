import { submissionsOf } from "../kit/jobs/queues.ts";
import { stackRule } from "../kit/rule.ts";

export const jobSchedulingPriority = stackRule({
  name: "job-scheduling-priority",
  code: "BL-P064",
  title: "A job has a scheduling priority exactly if its queue has a scheduling policy",
  severity: "high",
  fix: "Set schedulingPriority of the job definition to 1 or more if its queue has a scheduling policy, otherwise leave it out. AWS Batch refuses every submission of another job. The provider does not send 0.",
  check(stack, context) {
    context.each(submissionsOf(stack, context), ({ definition, queue }) => {
      const priority = definition.props.schedulingPriority ?? 0;
      // Known from the program even before the policy has an ARN.
      const from = queue.propertyDependencies.schedulingPolicyArn ?? [];
      const shared = from.length > 0 || queue.props.schedulingPolicyArn !== undefined;
      const report = (problem: string) => context.report("schedulingPriority", problem, definition);
      if (shared && priority === 0)
        report(`is missing or 0, and its queue ${queue.name} has a scheduling policy`);
      if (!shared && priority > 0)
        report(`is ${priority}, and its queue ${queue.name} has no scheduling policy`);
    });
  },
});
