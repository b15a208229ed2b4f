import { Capacity, measured, readUnits } from "../consumed-capacity.ts";
import type { Engine } from "../engine.ts";
import { type Condition, meets } from "../expressions/condition.ts";
import { project } from "../expressions/paths.ts";
import type { Projection } from "../expressions/projection.ts";
import { RawJson } from "../raw-json.ts";
import type { SearchRequest } from "../requests.ts";
import { itemOf } from "../storage/item-json.ts";
import type { Range, Stored } from "../storage/store.ts";
import { type Index, keyAttributes, projected, type Table } from "../tables/table.ts";
import { attributeOf, type Item } from "../values/attribute-value.ts";
import { sizeOf } from "../values/size.ts";

/** Bytes that one answer reads at most. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const largestPage = 1024 * 1024;

interface Search {
  readonly table: Table;
  readonly index: Index | undefined;
  readonly range: Range;
  readonly filter: Condition | undefined;
  readonly projection: Projection | undefined;
  readonly request: SearchRequest;
}

/** One page of a Query or Scan. */
export function page(engine: Engine, search: Search): object {
  const { table, index, range, request } = search;
  const reader = new Reader(search);
  const limit = request.Limit ?? Number.POSITIVE_INFINITY;
  let last: Stored | undefined;
  for (const stored of engine.store.items(index?.space ?? table.record.space, range)) {
    reader.read(stored);
    last = stored;
    if (reader.scanned >= limit || reader.bytes >= largestPage) break;
    last = undefined;
  }
  return {
    ...(request.Select !== "COUNT" && { Items: reader.items }),
    Count: reader.items.length,
    ScannedCount: reader.scanned,
    ...(last && { LastEvaluatedKey: startKey(itemOf(last), table, index) }),
    ...measured(request, () => reader.capacity()),
  };
}

/** The attributes of an item that name its place. */
function startKey(item: Item, table: Table, index: Index | undefined): Item {
  const attributes = [table.key, ...(index ? [index.key] : [])].flatMap(keyAttributes);
  return Object.fromEntries(attributes.map(({ name }) => [name, attributeOf(item, name) ?? {}]));
}

class Reader {
  readonly items: (Item | RawJson)[] = [];
  scanned = 0;
  /** Bytes of what was read, of the index if there is one. */
  bytes = 0;
  /** Bytes that a local index has not, and that were read from its table. */
  #fetched = 0;
  readonly #search: Search;
  /** Attributes that the index has; undefined for all. */
  readonly #has: ReadonlySet<string> | undefined;
  readonly #fetches: boolean;

  constructor(search: Search) {
    this.#search = search;
    const { index, projection, request } = search;
    this.#has = index?.attributes;
    const named = [...(projection?.attributes ?? [])];
    const wantsMore =
      request.Select === "ALL_ATTRIBUTES" || named.some((name) => this.#has?.has(name) === false);
    this.#fetches = this.#has !== undefined && wantsMore;
  }

  read(stored: Stored): void {
    const { filter, index, projection } = this.#search;
    this.scanned += 1;
    const isPartial = index !== undefined && this.#has !== undefined;
    if (!isPartial && filter === undefined && projection === undefined) {
      this.bytes += stored.size;
      this.items.push(new RawJson(stored.json));
      return;
    }
    const item = itemOf(stored);
    const visible = isPartial ? projected(item, index) : item;
    this.bytes += isPartial ? sizeOf(visible) : stored.size;
    if (this.#fetches) this.#fetched += Math.ceil(stored.size / 4096) * 4096;
    const shown = this.#fetches ? item : visible;
    if (filter && !meets(shown, filter)) return;
    this.items.push(projection ? project(shown, projection.paths) : shown);
  }

  capacity(): Capacity {
    const { table, index, request } = this.#search;
    const capacity = new Capacity(table);
    capacity.add(readUnits(this.bytes, request.ConsistentRead), index);
    if (this.#fetched > 0) capacity.add(readUnits(this.#fetched, request.ConsistentRead));
    return capacity;
  }
}
