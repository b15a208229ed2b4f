import type { SucceedState } from "../../asl/types.ts";
import { leave } from "../leave.ts";
import type { Transition } from "../run.ts";
import type { Visit } from "../visit.ts";

/** Ends its block: the machine, or just the branch or iteration. */
export function succeed(visit: Visit<SucceedState>): Promise<Transition> {
  return leave(visit, undefined, visit.input, visit.state);
}
