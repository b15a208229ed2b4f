import { z } from "zod";
import { plannerCommand } from "../../contract/plan.ts";
import { eachAllowanceOf } from "../kit/iam/role-allowances.ts";
import { containersOf } from "../kit/jobs/containers.ts";
import { jobDefinition, role } from "../kit/resource-types.ts";
import { stackRule, texts } from "../kit/rule.ts";

export const jobRoleRights = stackRule({
  name: "job-role-rights",
  code: "BL-P066",
  title: "The role of a stage's containers may call the broker, and nothing else",
  severity: "high",
  fix: "Let the broker give a container what it needs, as components/functions/broker-function.ts does. If the containers of a job work for no tenant, add its job definition to exempt of this rule in the stack's policy-config file.",
  config: z.object({
    allowedActions: z
      .array(z.string())
      .default(["lambda:InvokeFunction"])
      .describe("The actions that the role may have."),
    exempt: texts("Names in the program of job definitions whose containers work for no tenant."),
  }),
  check(stack, context, { allowedActions, exempt }) {
    const { each, report } = context;
    const names = new Set<string>();
    each(stack.of(jobDefinition), ({ name, props }) => {
      if (exempt.includes(name)) return;
      // A planner works for all tenants.
      for (const { container } of containersOf(props))
        if (container.jobRoleArn !== undefined && container.command[0] !== plannerCommand)
          names.add(container.jobRoleArn.replace(/^.*\//, ""));
    });
    each(stack.of(role), (holder) => {
      if (holder.props.name === undefined || !names.has(holder.props.name)) return;
      eachAllowanceOf(holder, stack, context, {
        allowance({ path, statement: { Action, NotAction } }, at) {
          const others = Action?.filter((action) => !allowedActions.includes(action));
          if (others?.length === 0) return;
          report(path, `allows ${others?.join(", ") ?? `all except ${NotAction?.join(", ")}`}`, at);
        },
        foreign: (arn, at) => report(arn, "is attached", at),
      });
    });
  },
});
