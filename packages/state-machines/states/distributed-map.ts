import { type Json, limits, type MapState } from "@batchline/asl";
import { batches } from "../distributed-map/batches.ts";
import type { MapRun, Portion } from "../distributed-map/map-run.ts";
import { readItems } from "../distributed-map/read-items.ts";
import { runChildren } from "../distributed-map/run-children.ts";
import { type Destination, destinationOf, writeResults } from "../distributed-map/write-results.ts";
import { leave } from "../execution/leave-state.ts";
import type { Transition } from "../execution/run.ts";
import { isInteger, type Visit } from "../execution/visit-state.ts";
import { StateError } from "../state-error.ts";
import { inputOf, itemsOf, type ListedItem } from "./items.ts";
import { concurrencyOf, toleranceOf } from "./map-options.ts";

/** `$states.context.Map.Item.Source` of items that come from no ItemReader. */
const ownItems = "STATE_DATA";

/** Processes each item or batch of items in an execution of its own. Together they are a Map Run. */
export async function distributedMap(visit: Visit<MapState>): Promise<Transition> {
  const { run, thread, state } = visit;
  const resumed = visit.resumed ? thread.mapRun : undefined;
  const listed = resumed === undefined ? await begin(visit) : undefined;
  const destination = await destinationOf(visit);
  const mapRun = resumed ?? (await startMapRun(visit));
  if (resumed !== undefined) redriveMapRun(visit, resumed);
  let result: Json;
  try {
    result = await process(visit, mapRun, destination, listed);
  } catch (failure) {
    const at = new Date(run.clock.now());
    mapRun.end(thread.signal.aborted ? "ABORTED" : "FAILED", at);
    if (failure instanceof StateError) {
      thread.record("MapRunFailed", { mapRunFailedEventDetails: failure.details() });
    }
    throw failure;
  }
  mapRun.end("SUCCEEDED", new Date(run.clock.now()));
  const started = thread.lastEventId;
  thread.record("MapRunSucceeded");
  thread.note("MapStateSucceeded");
  // The exit follows the start of the Map Run, on AWS since November 2024.
  thread.lastEventId = started;
  return leave(visit, state.Next, result, state, { result });
}

/** The items that the state's own input gives; undefined when an ItemReader does. */
async function begin(visit: Visit<MapState>): Promise<readonly ListedItem[] | undefined> {
  const listed = visit.state.ItemReader === undefined ? await itemsOf(visit, ownItems) : undefined;
  visit.thread.record("MapStateStarted", { mapStateStartedEventDetails: { length: listed?.length ?? 0 } });
  return listed;
}

async function startMapRun(visit: Visit<MapState>): Promise<MapRun> {
  const { run, thread, name, state } = visit;
  const mapRun = run.startMapRun({
    label: state.Label ?? labelOf(name),
    maxConcurrency: await concurrencyOf(visit, limits.distributedConcurrency),
    tolerance: await toleranceOf(visit),
    processor: state.ItemProcessor,
  });
  thread.mapRun = mapRun;
  thread.record("MapRunStarted", { mapRunStartedEventDetails: { mapRunArn: mapRun.arn } });
  return mapRun;
}

function redriveMapRun({ run, thread }: Visit<MapState>, mapRun: MapRun): void {
  mapRun.checkRedrive();
  mapRun.redriven(new Date(run.clock.now()));
  const { arn: mapRunArn, redriveCount } = mapRun;
  thread.record("MapRunRedriven", { mapRunRedrivenEventDetails: { mapRunArn, redriveCount } });
}

/** Writes results also when too many items failed: they show which. */
async function process(
  visit: Visit<MapState>,
  mapRun: MapRun,
  destination: Destination | undefined,
  listed: readonly ListedItem[] | undefined,
): Promise<Json> {
  mapRun.portions ??= await portionsOf(visit, listed);
  try {
    await runChildren(visit.run, mapRun, visit.thread.signal);
  } catch (failure) {
    if (failure instanceof StateError && destination !== undefined) {
      await writeResults(visit, mapRun, destination);
    }
    throw failure;
  }
  return writeResults(visit, mapRun, destination);
}

async function portionsOf(
  visit: Visit<MapState>,
  listed: readonly ListedItem[] | undefined,
): Promise<Portion[]> {
  const { ItemReader, ItemBatcher } = visit.state;
  const found =
    ItemReader === undefined
      ? (listed ?? (await itemsOf(visit, ownItems)))
      : await readItems(visit, ItemReader);
  const selected: Json[] = [];
  for (const each of found) selected.push(await inputOf(visit, each));
  if (ItemBatcher === undefined) return selected.map((input) => ({ input, items: 1 }));
  const limit = (field: "MaxItemsPerBatch" | "MaxInputBytesPerBatch") =>
    visit.evaluateIfSet(ItemBatcher[field], `ItemBatcher/${field}`, "positive integer", isPositive);
  const bounds = {
    maxItems: await limit("MaxItemsPerBatch"),
    maxBytes: await limit("MaxInputBytesPerBatch"),
  };
  const { BatchInput } = ItemBatcher;
  if (BatchInput === undefined) return batches(selected, bounds);
  return batches(selected, bounds, await visit.evaluate(BatchInput, "ItemBatcher/BatchInput"));
}

/** AWS invents a label. Ours is the Map's name, without the characters that a label must not have. */
function labelOf(name: string): string {
  return name.replace(/[^\w.-]+/g, "-").slice(0, 40);
}

function isPositive(value: Json): value is number {
  return isInteger(value) && value > 0;
}
