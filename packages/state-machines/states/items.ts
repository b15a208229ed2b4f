import type { MapState } from "@batchline/asl";
import { isDistributed, isObject, type Json, type JsonObject } from "@batchline/asl";
import type { MapItem } from "../execution/thread.ts";
import type { Visit } from "../execution/visit-state.ts";

/** One item of a Map. */
export interface ListedItem {
  /** The input of the iteration, unless there is an ItemSelector. */
  readonly input: Json;
  /** `$states.context.Map.Item` */
  readonly item: MapItem;
}

/**
 * The items of a Map. Throws States.QueryEvaluationError for a value that is not an array. Only a distributed Map iterates over an
 * object, too. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export async function itemsOf(visit: Visit<MapState>, source?: string): Promise<ListedItem[]> {
  const fits: (value: Json) => value is Items = isDistributed(visit.state) ? isItems : isArray;
  const { Items: template } = visit.state;
  if (isObject(template)) {
    const items = await visit.evaluate(template, "Items");
    if (fits(items)) return listItems(items, source);
    throw notItems(visit, items);
  }
  if (template !== undefined)
    return listItems(await visit.evaluateTo(template, "Items", "array", fits), source);
  if (fits(visit.input)) return listItems(visit.input, source);
  throw notItems(visit, visit.input);
}

function notItems(visit: Visit<MapState>, value: Json) {
  return visit.evaluationFailed(`Map state input must be an array but was: ${JSON.stringify(value)}`);
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

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isItems(value: Json): value is Items {
  return Array.isArray(value) || isObject(value);
}
