import type { SucceedState } from "@batchline/asl";
import { leave } from "../leave-state.ts";
import type { Transition } from "../run-machine.ts";
import type { Visit } from "../visit-state.ts";

/** Ends its block: the machine, or just the branch or iteration. */
export function succeed(visit: Visit<SucceedState>): Promise<Transition> {
  return leave(visit, undefined, visit.input, visit.state);
}
