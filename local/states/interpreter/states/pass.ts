import type { PassState } from "../../asl/types.ts";
import { leave } from "../leave.ts";
import type { Transition } from "../run.ts";
import type { Visit } from "../visit.ts";

/** Passes its input on, or what Output makes of it. */
export function pass(visit: Visit<PassState>): Promise<Transition> {
  return leave(visit, visit.state.Next, visit.input, visit.state);
}
