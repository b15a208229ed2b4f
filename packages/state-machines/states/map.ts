import type { MapState } from "@batchline/asl";
import { isDistributed, limits } from "@batchline/asl";
import { leave } from "../execution/leave-state.ts";
import type { Transition } from "../execution/run.ts";
import { sideBySide } from "../execution/side-by-side.ts";
import type { Thread } from "../execution/thread.ts";
import type { Visit } from "../execution/visit-state.ts";
import { distributedMap } from "./distributed-map.ts";
import { inputOf, itemsOf } from "./items.ts";
import { concurrencyOf } from "./map-options.ts";

/** Runs ItemProcessor once for each item; the result is the iterations' outputs in the items' order. */
export function map(visit: Visit<MapState>): Promise<Transition> {
  return isDistributed(visit.state) ? distributedMap(visit) : inlineMap(visit);
}

async function inlineMap(visit: Visit<MapState>): Promise<Transition> {
  const { run, thread, name, state } = visit;
  const limit = await concurrencyOf(visit, limits.inlineConcurrency);
  if (!visit.resumed || thread.children.length === 0) await begin(visit);
  const result = await sideBySide(run, thread, limit, {
    started: (index, child) =>
      child.record("MapIterationStarted", { mapIterationStartedEventDetails: { name, index } }),
    succeeded: (index, child) =>
      child.record("MapIterationSucceeded", { mapIterationSucceededEventDetails: { name, index } }),
    failed: (index) => thread.note("MapIterationFailed", { mapIterationFailedEventDetails: { name, index } }),
    aborted: (index) =>
      thread.note("MapIterationAborted", { mapIterationAbortedEventDetails: { name, index } }),
  });
  thread.note("MapStateSucceeded");
  return leave(visit, state.Next, result, state, { result });
}

async function begin(visit: Visit<MapState>): Promise<void> {
  const { thread, state } = visit;
  const items = await itemsOf(visit);
  thread.record("MapStateStarted", { mapStateStartedEventDetails: { length: items.length } });
  const children: Thread[] = [];
  for (const each of items) {
    children.push(thread.fork(state.ItemProcessor, await inputOf(visit, each), each.item));
  }
  thread.children = children;
}
