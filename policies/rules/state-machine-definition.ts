import { InvalidDefinitionError, parseDefinition } from "@batchline/asl";
import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const stateMachineDefinition = resourceRule({
  name: "state-machine-definition",
  code: "BL-P063",
  title: "Step Functions and the embedded AWS accept a state machine's definition",
  severity: "high",
  fix: "Look up the code (BL-L…) in docs/errors.md and correct the definition, or build the machine with packages/states. The machine cannot be created as it is.",
  checks: () =>
    on(stateMachine, ({ props }, { report }) => {
      const definition: unknown = props.definition;
      if (definition === undefined) return; // the provider refuses it
      try {
        parseDefinition(typeof definition === "string" ? definition : JSON.stringify(definition));
      } catch (error) {
        if (!(error instanceof InvalidDefinitionError)) throw error;
        for (const { code, path, message } of error.problems)
          report(
            `definition${path?.startsWith("/") === true && path !== "/" ? path : ""}`,
            `has the problem ${code}: ${message}`,
          );
      }
    }),
});
