import { z } from "zod";
import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const stateMachineTracing = resourceRule({
  name: "state-machine-tracing",
  code: "BL-P062",
  title: "A state machine's executions can be followed in X-Ray",
  severity: "low",
  enforcement: "advisory",
  remediation:
    "Set tracingConfiguration: { enabled: true }, as components/workflow/workflow.ts does. The role needs the rights to write traces.",
  config: z.object({}),
  checks: () => [
    on(stateMachine, ({ props }, { report }) => {
      if (props.tracingConfiguration?.enabled !== true) report("tracingConfiguration.enabled is not true");
    }),
  ],
});
