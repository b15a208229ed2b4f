import type { Json } from "@batchline/asl";
import { nextTurn } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import { matches, StateError } from "../state-error.ts";
import { attempt } from "./attempt.ts";
import { type Departure, depart, exit } from "./leave-state.ts";
import { RetryBudget } from "./retry.ts";
import type { Run, Transition } from "./run.ts";
import type { Thread } from "./thread.ts";
import { sleep } from "./timer.ts";
import { Visit } from "./visit-state.ts";

/** States need no I/O, so a machine with a loop would block everything else. */
const transitionsAtOnce = 50;

/**
 * Runs a thread from its position to the end of its block. Resolves with the last state's output.
 * @example const output = await follow(run, thread)
 */
export async function follow(run: Run, thread: Thread): Promise<Json> {
  for (let transitions = 1; ; transitions++) {
    const { next, output } = await perform(run, thread);
    if (next === undefined) {
      thread.output = output;
      return output;
    }
    thread.moveTo(next, output);
    if (transitions % transitionsAtOnce === 0) await nextTurn();
    await run.evaluator.giveTurn();
  }
}

/** Enters the thread's state, and performs it until it is left, with retries and catchers. */
async function perform(run: Run, thread: Thread): Promise<Transition> {
  const state = must(thread.block.States[thread.position.name], "the checker has found every target");
  const visit = new Visit(run, thread, state);
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

/** Leaves by the first catcher that names the failure. Throws the failure when none does. */
async function caught(visit: Visit, failure: StateError): Promise<Transition> {
  const { state, thread } = visit;
  const before = thread.lastEventId;
  recordFailed(visit, failure);
  const after = thread.lastEventId;
  const { Catch: catchers = [] } = "Catch" in state ? state : {};
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

/** Records that a Map or Parallel failed, unless the execution as a whole has. */
function recordFailed({ state, thread }: Visit, failure: StateError): void {
  if (failure.error === "States.Runtime") return;
  if (state.Type === "Map") thread.record("MapStateFailed");
  if (state.Type === "Parallel") thread.record("ParallelStateFailed");
}
