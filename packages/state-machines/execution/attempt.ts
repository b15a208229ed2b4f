import type { State, StateType } from "@batchline/asl";
import { choice } from "../states/choice.ts";
import { fail } from "../states/fail.ts";
import { map } from "../states/map.ts";
import { parallel } from "../states/parallel.ts";
import { pass } from "../states/pass.ts";
import { succeed } from "../states/succeed.ts";
import { task } from "../states/task.ts";
import { wait } from "../states/wait.ts";
import type { Transition } from "./run.ts";
import type { Visit } from "./visit-state.ts";

const performers: {
  readonly [T in StateType]: (visit: Visit<Extract<State, { Type: T }>>) => Promise<Transition>;
} = {
  Task: task,
  Pass: pass,
  Wait: wait,
  Choice: choice,
  Map: map,
  Parallel: parallel,
  Succeed: succeed,
  Fail: fail,
};

/** Performs a state once. Throws StateError if it fails. */
export function attempt(visit: Visit): Promise<Transition> {
  // The table pairs each type with the performer of just that type.
  return (performers[visit.state.Type] as (visit: Visit) => Promise<Transition>)(visit);
}
