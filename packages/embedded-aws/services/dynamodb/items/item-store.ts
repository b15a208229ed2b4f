import { meets } from "../expressions/condition.ts";
import { FailedCondition } from "../failed-condition.ts";
import { itemOf, jsonOf } from "../storage/item-json.ts";
import type { Place } from "../storage/key-bytes.ts";
import type { Store, Stored } from "../storage/store.ts";
import { checkIndexKeys } from "../tables/check-keys.ts";
import type { Table } from "../tables/table.ts";
import type { Item } from "../values/attribute-value.ts";
import { reindex } from "./index-entries.ts";
import type { Write } from "./writes.ts";

/** What a write found and will do. */
export interface Outcome {
  readonly table: Table;
  readonly place: Place;
  readonly stored: Stored | undefined;
  /** Undefined for none, and for one that nothing looks at. */
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Bytes of `after`. @default 0, of none */
  readonly size: number;
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
    const before = stored && looksAtItem(table, write) ? itemOf(stored) : undefined;
    if (write.condition && !meets(before ?? {}, write.condition))
      throw new FailedCondition(
        write.request.ReturnValuesOnConditionCheckFailure === "ALL_OLD" ? before : undefined,
      );
    const after = write.after(before);
    const size = after === undefined ? 0 : after === before ? (stored?.size ?? 0) : write.sizeOf(after);
    if (write.update && after) checkIndexKeys(after, table, "update");
    return { table, place, stored, before, after, size };
  }

  /** Does what writes would do: all, or nothing if the store fails. */
  commit(outcomes: readonly Outcome[]): void {
    this.#store.atomically(() => {
      for (const outcome of outcomes) if (changes(outcome)) this.#commit(outcome);
    });
  }

  #commit({ table, place, stored, before, after, size }: Outcome): void {
    const { space } = table.record;
    let id = stored?.id;
    if (id === undefined) {
      if (after === undefined) return;
      id = this.#store.insert(jsonOf(after), size);
      this.#store.enter(space, place, id, true);
    } else if (after === undefined) {
      this.#store.delete(id);
      this.#store.leave(space, place);
    } else this.#store.replace(id, jsonOf(after), size);
    const sizes = { before: stored?.size ?? 0, after: size };
    const count = Number(after !== undefined) - Number(stored !== undefined);
    this.#store.count(space, count, sizes.after - sizes.before);
    for (const index of table.indexes) reindex(this.#store, index, { place, before, after, id, sizes });
  }
}

/** Whether a write depends on the item before it. A large item takes long to read. */
function looksAtItem(table: Table, { condition, request, right }: Write): boolean {
  if (condition || table.indexes.length > 0 || (request.ReturnValues ?? "NONE") !== "NONE") return true;
  return right === "UpdateItem" || right === "ConditionCheckItem";
}

function changes({ after, before, stored }: Outcome): boolean {
  return after === undefined ? stored !== undefined : after !== before;
}
