import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";
import { readDefinition } from "../kit/state-machine-definition.ts";

export const stateMachineJsonata = resourceRule({
  name: "state-machine-jsonata",
  code: "BL-P056",
  title: "State machines use JSONata only, not JSONPath",
  severity: "medium",
  fix: 'Build the machine with packages/states, or set QueryLanguage to "JSONata" at the top of the definition and in no state. The embedded AWS runs only JSONata.',
  checks: () =>
    on(stateMachine, ({ props }, { report }) => {
      const definition = readDefinition(props.definition);
      if (definition === undefined) return;
      const { queryLanguage, states } = definition;
      if (queryLanguage !== "JSONata")
        report("definition.QueryLanguage", `is ${queryLanguage ?? "missing, which means JSONPath"}`);
      for (const { state } of states)
        if (state.fields.QueryLanguage === "JSONPath")
          report(`definition.States["${state.name}"].QueryLanguage`, "is JSONPath");
    }),
});
