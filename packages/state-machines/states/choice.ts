import type { ChoiceState, Json } from "@batchline/asl";
import { depart, exit, leave } from "../execution/leave-state.ts";
import type { Transition } from "../execution/run.ts";
import type { Visit } from "../execution/visit-state.ts";

/** Leaves by the first rule whose Condition is true, with its Assign and Output. Else by Default, with the state's own. */
export async function choice(visit: Visit<ChoiceState>): Promise<Transition> {
  const { Choices, Default } = visit.state;
  for (const [index, rule] of Choices.entries()) {
    const location = `Choices[${index}]/`;
    if (await visit.evaluateTo(rule.Condition, `${location}Condition`, "boolean", isBoolean)) {
      return exit(visit, rule.Next, await depart(visit, visit.input, rule, {}, location));
    }
  }
  if (Default === undefined) {
    // AWS documents States.NoChoiceMatched, but reports an error that nothing can catch.
    throw visit.failure(
      "States.Runtime",
      "Failed to transition out of the state. The state does not point to a next state.",
    );
  }
  return leave(visit, Default, visit.input, visit.state);
}

function isBoolean(value: Json): value is boolean {
  return typeof value === "boolean";
}
