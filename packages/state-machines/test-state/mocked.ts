import { type Json, limits, type MapState, type ParallelState } from "@batchline/asl";
import { CodedError, defined } from "@batchline/diagnostics";
import { leave } from "../execution/leave-state.ts";
import type { Transition } from "../execution/run.ts";
import type { Visit } from "../execution/visit-state.ts";
import { StateError } from "../state-error.ts";
import { inputOf, itemsOf, listItems } from "../states/items.ts";
import { concurrencyOf, toleranceOf } from "../states/map-options.ts";
import type { Inspection } from "./inspection.ts";
import type { Mock } from "./mock.ts";

/** The mock does not fit the state. The message is AWS's. */
export class UnfitMockError extends CodedError<"BL-M005"> {
  constructor(message: string) {
    super("BL-M005", message);
  }
}

/** A Map whose iterations do not run. */
export async function mockedMap(
  visit: Visit<MapState>,
  { result, failure, failedIterations, itemsRead }: Mock,
  inspection: Inspection,
): Promise<Transition> {
  const { state } = visit;
  const items = state.ItemReader === undefined ? await itemsOf(visit) : listItems(itemsRead ?? []);
  if (state.ItemSelector !== undefined) {
    const selected: Json[] = [];
    for (const each of items) selected.push(await inputOf(visit, each));
    inspection.afterItemSelector = JSON.stringify(selected);
  }
  const { MaxConcurrency = 0 } = state;
  const limit = await concurrencyOf(visit, limits.distributedConcurrency);
  inspection.maxConcurrency = MaxConcurrency === 0 ? 0 : limit;
  const tolerance = await toleranceOf(visit);
  Object.assign(
    inspection,
    defined({ toleratedFailureCount: tolerance.count, toleratedFailurePercentage: tolerance.percentage }),
  );
  if (failure !== undefined) throw failure;
  const failed = failedIterations ?? 0;
  if (failed > items.length)
    throw new UnfitMockError(
      "Map iteration failure count must be less than or equal to the number of Map iterations",
    );
  // On AWS only a Map that tolerates failures can have too many of a mock's.
  const tolerates = tolerance.count !== undefined || tolerance.percentage !== undefined;
  if (tolerates && tolerance.exceededBy(failed, items.length)) throw StateError.tooManyFailures();
  return leave(visit, state.Next, result ?? null, state, { result: result ?? null });
}

/** A Parallel whose branches do not run. */
export async function mockedParallel(
  visit: Visit<ParallelState>,
  { result, failure }: Mock,
  inspection: Inspection,
): Promise<Transition> {
  const { state } = visit;
  if (state.Arguments !== undefined)
    inspection.afterArguments = JSON.stringify(await visit.evaluate(state.Arguments, "Arguments"));
  if (failure !== undefined) throw failure;
  return leave(visit, state.Next, result ?? null, state, { result: result ?? null });
}
