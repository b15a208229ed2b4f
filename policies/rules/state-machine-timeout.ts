import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";
import { readDefinition } from "../kit/state-machine-definition.ts";

export const stateMachineTimeout = resourceRule({
  name: "state-machine-timeout",
  code: "BL-P065",
  title: "A state machine's executions time out",
  severity: "medium",
  fix: "Set TimeoutSeconds at the top of the definition, as buildWorkflow of workflow-kit/at-deploy does. Without it an execution whose job never starts waits for a year.",
  checks: () =>
    on(stateMachine, ({ props }, { report }) => {
      const definition = readDefinition(props.definition);
      if (definition !== undefined && definition.timeoutSeconds === undefined)
        report("definition.TimeoutSeconds", "is missing");
    }),
});
