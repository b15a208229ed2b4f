import { isDeepStrictEqual } from "node:util";
import { jsonOf } from "../storage/item-json.ts";
import type { Place } from "../storage/key-bytes.ts";
import type { Store } from "../storage/store.ts";
import { type Index, placeInIndex, projected } from "../tables/table.ts";
import type { Item } from "../values/attribute-value.ts";
import { sizeOf } from "../values/size.ts";

/** What a write makes of an item. */
interface Change {
  /** In the table. */
  readonly place: Place;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Of the stored item. */
  readonly id: number;
  /** Bytes of the items. @default 0, of none */
  readonly sizes: { readonly before: number; readonly after: number };
}

/**
 * Brings an index to what a write makes of an item. An index of all attributes shares the table's item; others have what they
 * project, so that a page of theirs is read without the rest.
 */
export function reindex(store: Store, index: Index, { place, before, after, id, sizes }: Change): void {
  const old = before && placeInIndex(before, index, place);
  const now = after && placeInIndex(after, index, place);
  const isEntered = old !== undefined && (!index.isFilling || store.has(index.space, old));
  const stays = isEntered && isDeepStrictEqual(old, now);
  const entry = isEntered && index.attributes ? store.item(index.space, old) : undefined;
  if (isEntered && !stays) {
    if (entry) store.delete(entry.id);
    store.leave(index.space, old);
  }
  const item = after && now && index.attributes ? projected(after, index) : undefined;
  const size = item ? sizeOf(item) : now ? sizes.after : 0;
  if (item && stays && entry) store.replace(entry.id, jsonOf(item), size);
  else if (now && !stays) {
    if (item) store.enter(index.space, now, store.insert(jsonOf(item), size), true);
    else store.enter(index.space, now, id, false);
  }
  const bytes = size - (isEntered ? (entry?.size ?? sizes.before) : 0);
  const count = Number(now !== undefined) - Number(isEntered);
  if (count !== 0 || bytes !== 0) store.count(index.space, count, bytes);
}

/** Write units of an item: one for each started KiB. */
export function writeUnits(size: number): number {
  return Math.max(1, Math.ceil(size / 1024));
}

/** The units of a write by index: of each entry that it removes, puts or changes. */
export function indexUnits(
  indexes: readonly Index[],
  { place, before, after }: Pick<Change, "place" | "before" | "after">,
): ReadonlyMap<Index, number> {
  const units = new Map<Index, number>();
  for (const index of indexes) {
    const old = before && placeInIndex(before, index, place);
    const now = after && placeInIndex(after, index, place);
    const [oldItem, newItem] = [old && projected(before, index), now && projected(after, index)];
    if (isDeepStrictEqual(oldItem, newItem)) continue;
    const [oldUnits, newUnits] = [oldItem, newItem].map((item) => (item ? writeUnits(sizeOf(item)) : 0));
    const moves = old && now && !isDeepStrictEqual(old, now);
    const [a, b] = [oldUnits ?? 0, newUnits ?? 0];
    units.set(index, moves ? a + b : Math.max(a, b));
  }
  return units;
}
