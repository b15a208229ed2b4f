import type { FailState, Json } from "@batchline/asl";
import type { Visit } from "../execution/visit-state.ts";
import { StateError } from "../state-error.ts";

/** Always throws StateError, with the state's Error and Cause. */
export async function fail(visit: Visit<FailState>): Promise<never> {
  const { Error: error, Cause: cause } = visit.state;
  throw new StateError(
    await visit.evaluateIfSet(error, "Error", "string", isString),
    await visit.evaluateIfSet(cause, "Cause", "string", isString),
  );
}

function isString(value: Json): value is string {
  return typeof value === "string";
}
