import type { PassState } from "@batchline/asl";
import { leave } from "../execution/leave-state.ts";
import type { Transition } from "../execution/run.ts";
import type { Visit } from "../execution/visit-state.ts";

/** Returns its input, or its Output. */
export function pass(visit: Visit<PassState>): Promise<Transition> {
  return leave(visit, visit.state.Next, visit.input, visit.state);
}
