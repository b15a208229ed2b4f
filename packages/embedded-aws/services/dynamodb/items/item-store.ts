import { isDeepStrictEqual } from "node:util";
import { meets } from "../expressions/condition.ts";
import { FailedCondition } from "../failed-condition.ts";
import { itemOf, jsonOf } from "../storage/item-json.ts";
import type { Place } from "../storage/key-bytes.ts";
import type { Store, Stored } from "../storage/store.ts";
import { checkIndexKeys } from "../tables/check-keys.ts";
import { type Index, placeInIndex, projected, type Table } from "../tables/table.ts";
import type { Item } from "../values/attribute-value.ts";
import { sizeOf } from "../values/size.ts";
import type { Write } from "./writes.ts";

/** What a write found and will do. */
export interface Outcome {
  readonly table: Table;
  readonly place: Place;
  readonly stored: Stored | undefined;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** The items of all tables. */
export class ItemStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The item with a key that fits the table; undefined for none. */
  find(table: Table, key: Item): Stored | undefined {
    return this.#store.item(table.record.space, table.place(key));
  }

  /** What a write that fits the table would do. Throws ConditionalCheckFailedException or ValidationException. */
  attempt(table: Table, write: Write): Outcome {
    const place = table.place(write.item);
    const stored = this.#store.item(table.record.space, place);
    const before = stored && itemOf(stored);
    if (write.condition && !meets(before ?? {}, write.condition))
      throw new FailedCondition(
        write.request.ReturnValuesOnConditionCheckFailure === "ALL_OLD" ? before : undefined,
      );
    const after = write.after(before);
    if (write.update && after)
      checkIndexKeys(
        after,
        table,
        "The update expression attempted to update a secondary index key to a value that is not supported",
      );
    return { table, place, stored, before, after };
  }

  /** Does what writes would do: all, or nothing if the store fails. */
  commit(outcomes: readonly Outcome[]): void {
    this.#store.atomically(() => {
      for (const outcome of outcomes) if (outcome.after !== outcome.before) this.#commit(outcome);
    });
  }

  #commit({ table, place, stored, before, after }: Outcome): void {
    const { space } = table.record;
    const size = after ? sizeOf(after) : 0;
    let id = stored?.id;
    if (after === undefined) {
      if (id === undefined) return;
      this.#store.delete(id);
      this.#store.leave(space, place);
    } else if (id === undefined) {
      id = this.#store.insert(jsonOf(after), size);
      this.#store.enter(space, place, id);
    } else this.#store.replace(id, jsonOf(after), size);
    const bytes = size - (stored?.size ?? 0);
    this.#store.count(space, Number(after !== undefined) - Number(stored !== undefined), bytes);
    for (const index of table.indexes)
      this.#reindex(index, { place, before, after, id, bytes: [stored?.size ?? 0, size] });
  }

  #reindex(
    index: Index,
    change: Pick<Outcome, "place" | "before" | "after"> & { id: number; bytes: readonly [number, number] },
  ): void {
    const { place, before, after, id, bytes } = change;
    const old = before && placeInIndex(before, index, place);
    const now = after && placeInIndex(after, index, place);
    const isEntered = old !== undefined && (!index.isFilling || this.#store.has(index.space, old));
    if (isEntered && !(now && isDeepStrictEqual(old, now))) this.#store.leave(index.space, old);
    if (now && !(isEntered && isDeepStrictEqual(old, now))) this.#store.enter(index.space, now, id);
    const [items, size] = [
      Number(now !== undefined) - Number(isEntered),
      (now ? bytes[1] : 0) - (isEntered ? bytes[0] : 0),
    ];
    if (items !== 0 || size !== 0) this.#store.count(index.space, items, size);
  }
}

/** The capacity of a write by index, in write units: one for each started KiB of an entry that is removed, put or changed. */
export function indexUnits({ table, place, before, after }: Outcome): ReadonlyMap<Index, number> {
  const units = new Map<Index, number>();
  for (const index of table.indexes) {
    const old = before && placeInIndex(before, index, place) && projected(before, index);
    const now = after && placeInIndex(after, index, place) && projected(after, index);
    if (isDeepStrictEqual(old, now)) continue;
    const [oldUnits, newUnits] = [old ? writeUnits(sizeOf(old)) : 0, now ? writeUnits(sizeOf(now)) : 0];
    const moves =
      old && now && !isSamePlace(placeInIndex(before, index, place), placeInIndex(after, index, place));
    units.set(index, moves ? oldUnits + newUnits : Math.max(oldUnits, newUnits));
  }
  return units;
}

/** Write units of an item: one for each started KiB. */
export function writeUnits(size: number): number {
  return Math.max(1, Math.ceil(size / 1024));
}

function isSamePlace(a: Place | undefined, b: Place | undefined): boolean {
  return isDeepStrictEqual(a, b);
}
