import type { ChoiceState, Json } from "@batchline/asl";
import { depart, exit, leave } from "../leave-state.ts";
import type { Transition } from "../run-machine.ts";
import type { Visit } from "../visit-state.ts";

/** Goes where the first rule leads whose Condition is true, with that rule's Assign and Output; else to Default, with the state's. */
export async function choice(visit: Visit<ChoiceState>): Promise<Transition> {
  const { Choices, Default } = visit.state;
  for (const [index, rule] of Choices.entries()) {
    const location = `Choices[${index}]/`;
    if (await visit.evaluateTo(rule.Condition, `${location}Condition`, "boolean", isBoolean)) {
      return exit(visit, rule.Next, await depart(visit, visit.input, rule, {}, location));
    }
  }
  if (Default === undefined) {
    // The name States.NoChoiceMatched is documented, and yet the service reports what nothing can catch.
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
