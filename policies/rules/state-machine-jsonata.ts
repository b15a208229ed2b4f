import { z } from "zod";
import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";
import { readDefinition } from "../kit/state-machine-definition.ts";

export const stateMachineJsonata = resourceRule({
  name: "state-machine-jsonata",
  code: "BL-P056",
  title: "State machines are written in JSONata throughout, not in JSONPath",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    'Build the machine with states/, or set QueryLanguage to "JSONata" at the top of the definition and in no state. The embedded AWS runs nothing else.',
  config: z.object({}),
  checks: () => [
    on(stateMachine, ({ props }, { report }) => {
      const definition = readDefinition(props.definition);
      if (definition === undefined) return;
      const { queryLanguage, states } = definition;
      if (queryLanguage !== "JSONata")
        report(`definition: QueryLanguage is ${queryLanguage ?? "missing, which means JSONPath"}`);
      for (const { state } of states)
        if (state.fields.QueryLanguage === "JSONPath")
          report(`definition: QueryLanguage of state "${state.name}" is JSONPath`);
    }),
  ],
});
