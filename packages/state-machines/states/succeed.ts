import type { SucceedState } from "@batchline/asl";
import { leave } from "../execution/leave-state.ts";
import type { Transition } from "../execution/run.ts";
import type { Visit } from "../execution/visit-state.ts";

/** Ends its block: the machine, or just the branch or iteration. */
export function succeed(visit: Visit<SucceedState>): Promise<Transition> {
  return leave(visit, undefined, visit.input, visit.state);
}
