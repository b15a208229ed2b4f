import type { State, StateType } from "@batchline/asl";
import { type Departure, depart, exit } from "./leave-state.ts";
import { RetryBudget } from "./retry.ts";
import type { Run, Transition } from "./run-machine.ts";
import { matches, StateError } from "./state-error.ts";
import { choice } from "./states/choice.ts";
import { fail } from "./states/fail.ts";
import { map } from "./states/map.ts";
import { parallel } from "./states/parallel.ts";
import { pass } from "./states/pass.ts";
import { succeed } from "./states/succeed.ts";
import { task } from "./states/task.ts";
import { wait } from "./states/wait.ts";
import type { Thread } from "./thread.ts";
import { sleep } from "./timer.ts";
import { Visit } from "./visit-state.ts";

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

/** Enters the state that the thread stands in, and performs it until it is left: retries and catchers included. */
export async function perform(run: Run, thread: Thread): Promise<Transition> {
  const state = thread.block.States[thread.position.name];
  if (state === undefined) throw new TypeError(`there is no state "${thread.position.name}"`);
  const visit = new Visit(run, thread, state);
  // The table pairs each type with the performer of just that type.
  const attempt = performers[state.Type] as (visit: Visit) => Promise<Transition>;
  const retries = new RetryBudget("Retry" in state ? state.Retry : undefined, run.random);
  for (;;) {
    try {
      return await attempt(visit);
    } catch (failure) {
      if (!(failure instanceof StateError)) throw failure;
      const delay = retries.delayAfter(failure);
      if (delay === undefined) return caught(visit, failure);
      await sleep(run.clock, delay * 1000, thread.signal);
      visit.retried();
    }
  }
}

/** Goes where the first catcher that names the failure leads; throws it on when there is none. */
async function caught(visit: Visit, failure: StateError): Promise<Transition> {
  const { state, thread } = visit;
  const before = thread.lastEventId;
  recordFailed(visit, failure);
  const after = thread.lastEventId;
  const catchers = ("Catch" in state ? state.Catch : undefined) ?? [];
  const index = catchers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
  const catcher = catchers[index];
  if (catcher === undefined) throw failure;
  const errorOutput = failure.output();
  let departure: Departure;
  try {
    // AWS chains the failure of a catcher's own expression to where the state stood before it failed.
    thread.lastEventId = before;
    departure = await depart(visit, errorOutput, catcher, { errorOutput }, `Catch[${index}]/`);
  } catch (second) {
    if (second instanceof StateError) recordFailed(visit, second);
    throw second;
  }
  thread.lastEventId = after;
  return exit(visit, catcher.Next, departure);
}

/** A Map or Parallel says that it failed, unless the execution as a whole is lost. */
function recordFailed({ state, thread }: Visit, failure: StateError): void {
  if (failure.error === "States.Runtime") return;
  if (state.Type === "Map") thread.record("MapStateFailed");
  if (state.Type === "Parallel") thread.record("ParallelStateFailed");
}
