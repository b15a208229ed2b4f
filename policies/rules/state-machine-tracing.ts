import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const stateMachineTracing = resourceRule({
  name: "state-machine-tracing",
  code: "BL-P062",
  title: "A state machine's executions are traced in X-Ray",
  severity: "low",
  enforcement: "advisory",
  fix: "Set tracingConfiguration: { enabled: true }, as components/workflow/workflow.ts does. The role needs permissions to write traces.",
  checks: () =>
    on(stateMachine, ({ props }, { report }) => {
      if (props.tracingConfiguration?.enabled !== true) report("tracingConfiguration.enabled", "is not true");
    }),
});
