import type { ParallelState } from "@batchline/asl";
import { leave } from "../execution/leave-state.ts";
import type { Transition } from "../execution/run.ts";
import { sideBySide } from "../execution/side-by-side.ts";
import type { Visit } from "../execution/visit-state.ts";

/** Runs every branch with the same input; the result is the branches' outputs in order. */
export async function parallel(visit: Visit<ParallelState>): Promise<Transition> {
  const { run, thread, state } = visit;
  if (!visit.resumed || thread.children.length === 0) await begin(visit);
  const result = await sideBySide(run, thread, state.Branches.length);
  thread.note("ParallelStateSucceeded");
  return leave(visit, state.Next, result, state, { result });
}

async function begin(visit: Visit<ParallelState>): Promise<void> {
  const { thread, state } = visit;
  const input =
    state.Arguments === undefined ? visit.input : await visit.evaluate(state.Arguments, "Arguments");
  visit.payload(input);
  thread.record("ParallelStateStarted");
  thread.children = state.Branches.map((block) => thread.fork(block, input));
}
