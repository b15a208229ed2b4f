import type { MapState } from "@batchline/asl";
import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { MapItem } from "../execution/thread.ts";
import type { Visit } from "../execution/visit-state.ts";

/** One item of a Map. */
export interface ListedItem {
  /** The input of the iteration, unless there is an ItemSelector. */
  readonly input: Json;
  /** `$states.context.Map.Item` */
  readonly item: MapItem;
}

/** The items of a Map. Throws States.QueryEvaluationError for a value that is neither an array nor an object. */
export async function itemsOf(visit: Visit<MapState>, source?: string): Promise<ListedItem[]> {
  const { Items: template = "{% $states.input %}" } = visit.state;
  return listItems(await visit.evaluateTo(template, "Items", "array", isItems), source);
}

/** The input of the iteration for an item. */
export async function inputOf(visit: Visit<MapState>, { input, item }: ListedItem): Promise<Json> {
  const { ItemSelector } = visit.state;
  return ItemSelector === undefined ? input : visit.evaluate(ItemSelector, "ItemSelector", { item });
}

/** The items of an array, or the fields of an object as `{ Key, Value }`. The context object shows `Source`. */
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

/** A value that a Map can iterate over. */
export type Items = readonly Json[] | JsonObject;

export function isItems(value: Json): value is Items {
  return Array.isArray(value) || isObject(value);
}
