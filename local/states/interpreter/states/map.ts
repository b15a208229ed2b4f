import type { MapState } from "../../asl/types.ts";
import type { Json } from "../../json.ts";
import { leave } from "../leave.ts";
import type { Transition } from "../run.ts";
import { sideBySide } from "../side-by-side.ts";
import type { Thread } from "../thread.ts";
import { isInteger, type Visit } from "../visit.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const maxInlineConcurrency = 40;

/** Runs ItemProcessor once for each item; the result is the iterations' outputs in the items' order. */
export async function map(visit: Visit<MapState>): Promise<Transition> {
  const { run, thread, name, state } = visit;
  const limit = await concurrency(visit);
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

async function concurrency(visit: Visit<MapState>): Promise<number> {
  const wanted = await visit.evaluateTo(
    visit.state.MaxConcurrency ?? 0,
    "MaxConcurrency",
    "integer",
    isInteger,
  );
  if (wanted < 0) {
    throw visit.failure(
      "States.QueryEvaluationError",
      `The field 'MaxConcurrency' must be at least 0, but was ${wanted}.`,
    );
  }
  return wanted === 0 ? maxInlineConcurrency : Math.min(wanted, maxInlineConcurrency);
}

async function begin(visit: Visit<MapState>): Promise<void> {
  const { thread, state } = visit;
  const items = await visit.evaluateTo(state.Items ?? "{% $states.input %}", "Items", "array", isArray);
  thread.record("MapStateStarted", { mapStateStartedEventDetails: { length: items.length } });
  const children: Thread[] = [];
  for (const [Index, Value] of items.entries()) {
    const item = { Index, Value };
    const input =
      state.ItemSelector === undefined
        ? Value
        : await visit.evaluate(state.ItemSelector, "ItemSelector", { item });
    children.push(thread.fork(state.ItemProcessor, input, item));
  }
  thread.children = children;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
