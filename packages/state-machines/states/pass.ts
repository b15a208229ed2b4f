import type { PassState } from "@batchline/asl";
import { leave } from "../leave-state.ts";
import type { Transition } from "../run-machine.ts";
import type { Visit } from "../visit-state.ts";

/** Passes its input on, or what Output makes of it. */
export function pass(visit: Visit<PassState>): Promise<Transition> {
  return leave(visit, visit.state.Next, visit.input, visit.state);
}
