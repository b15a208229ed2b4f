import { type Json, type JsonObject, type Leaving, limits } from "@batchline/asl";
import { whole } from "../history/history.ts";
import { StateError } from "../state-error.ts";
import type { Transition } from "./run.ts";
import type { Readable, Visit } from "./visit-state.ts";

/** The result of leaving a state. */
export interface Departure {
  readonly assigned: JsonObject;
  readonly output: Json;
}

/**
 * Evaluates Assign and Output of `leaving` with the variables' values from before.
 * @param otherwise The output if `leaving` has none.
 * @param location The place of `leaving` in the state, for example `Catch[0]/`.
 */
export async function depart(
  visit: Visit,
  otherwise: Json,
  leaving: Leaving,
  readable: Readable = {},
  location = "",
): Promise<Departure> {
  const assigned: Record<string, Json> = {};
  const { Assign = {} } = leaving;
  for (const [name, template] of Object.entries(Assign)) {
    assigned[name] = await visit.evaluate(template, `${location}Assign/${name}`, readable);
  }
  if (leaving.Output === undefined) return { assigned, output: otherwise };
  return { assigned, output: await visit.evaluate(leaving.Output, `${location}Output`, readable) };
}

/** Records the exit from a state and changes the variables. */
export function exit(visit: Visit, next: string | undefined, { assigned, output }: Departure): Transition {
  const { thread, state, name } = visit;
  if (state.Type === "Fail") throw new TypeError("a Fail state is never left");
  const variables = texts(assigned);
  thread.record(`${state.Type}StateExited`, {
    stateExitedEventDetails: {
      name,
      output: visit.payload(output),
      outputDetails: whole,
      ...(Object.keys(assigned).length > 0 && {
        assignedVariables: variables,
        assignedVariablesDetails: whole,
      }),
    },
  });
  thread.assign(assigned);
  return { next, output };
}

/** `depart` and `exit`, for the ordinary way out of a state. */
export async function leave(
  visit: Visit,
  next: string | undefined,
  otherwise: Json,
  leaving: Leaving,
  readable: Readable = {},
): Promise<Transition> {
  return exit(visit, next, await depart(visit, otherwise, leaving, readable));
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html: one Assign holds at most 256 KiB. */
function texts(assigned: JsonObject): Record<string, string> {
  const entries = Object.entries(assigned)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, JSON.stringify(value)] as const);
  const bytes = entries.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
  if (bytes > limits.payloadBytes) {
    throw new StateError(
      "States.DataLimitExceeded",
      `The variables of one Assign have ${bytes} bytes, more than ${limits.payloadBytes}.`,
    );
  }
  return Object.fromEntries(entries);
}
