import { reindex } from "../items/index-entries.ts";
import { itemOf } from "../storage/item-json.ts";
import { everyToken, type Place } from "../storage/key-bytes.ts";
import type { Store } from "../storage/store.ts";
import { type Index, placeInIndex, type Table } from "./table.ts";

/** Items that one step puts into a new index. */
const slice = 500;

/**
 * Puts a slice of a table's items into a new index. Items whose attributes have another type than the index's keys are not in
 * it. Gives the last place of the slice; undefined at the end.
 */
export function fillIndex(
  store: Store,
  table: Table,
  index: Index,
  after: Place | undefined,
): Place | undefined {
  const range = { within: everyToken, after, isBackward: false, limit: slice };
  const found = [...store.items(table.record.space, range)];
  let last: Place | undefined;
  store.atomically(() => {
    for (const stored of found) {
      const item = itemOf(stored);
      last = table.place(item);
      const place = placeInIndex(item, index, last);
      if (place === undefined || store.has(index.space, place)) continue;
      reindex(store, index, {
        ...{ place: last, before: undefined, after: item, id: stored.id },
        sizes: { before: 0, after: stored.size },
      });
    }
  });
  return found.length === slice ? last : undefined;
}
