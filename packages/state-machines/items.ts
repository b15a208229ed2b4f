import type { MapState } from "@batchline/asl";
import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { MapItem } from "./thread.ts";
import type { Visit } from "./visit-state.ts";

/** One item of a Map. */
export interface ListedItem {
  /** What the iteration gets unless there is an ItemSelector. */
  readonly input: Json;
  /** What `$states.context.Map.Item` shows. */
  readonly item: MapItem;
}

/** What a Map's Items are. Throws States.QueryEvaluationError for what is neither an array nor an object. */
export async function itemsOf(visit: Visit<MapState>, source?: string): Promise<ListedItem[]> {
  const { Items: template = "{% $states.input %}" } = visit.state;
  return listItems(await visit.evaluateTo(template, "Items", "array", isItems), source);
}

/** Of an array its items, of an object its pairs, each as `{ Key, Value }`. `Source` is shown by the context object. */
export function listItems(values: Items, Source?: string): ListedItem[] {
  const source = Source === undefined ? {} : { Source };
  if (!isObject(values)) {
    return values.map((Value, Index) => ({ input: Value, item: { Index, Value, ...source } }));
  }
  return Object.entries(values).map(([Key, Value], Index) => ({
    input: { Key, Value },
    item: { Index, Key, Value, ...source },
  }));
}

/** What a Map can iterate over. */
export type Items = readonly Json[] | JsonObject;

export function isItems(value: Json): value is Items {
  return Array.isArray(value) || isObject(value);
}
