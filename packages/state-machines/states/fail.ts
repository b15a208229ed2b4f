import type { FailState, Json } from "@batchline/asl";
import { StateError } from "../state-error.ts";
import type { Visit } from "../visit-state.ts";

/** Always throws StateError, with the Error and Cause that the state gives. */
export async function fail(visit: Visit<FailState>): Promise<never> {
  const { Error: error, Cause: cause } = visit.state;
  throw new StateError(
    error === undefined ? "" : await visit.evaluateTo(error, "Error", "string", isString),
    cause === undefined ? undefined : await visit.evaluateTo(cause, "Cause", "string", isString),
  );
}

function isString(value: Json): value is string {
  return typeof value === "string";
}
