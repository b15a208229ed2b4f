import { nextTurn } from "@batchline/clock";
import { Capacity, measured, readUnits } from "../consumed-capacity.ts";
import type { Engine } from "../engine.ts";
import { type Condition, meets } from "../expressions/condition.ts";
import { project } from "../expressions/paths.ts";
import type { Projection } from "../expressions/projection.ts";
import { RawJson } from "../raw-json.ts";
import type { SearchRequest } from "../requests.ts";
import { itemOf } from "../storage/item-json.ts";
import type { Range } from "../storage/range.ts";
import type { Stored } from "../storage/store.ts";
import { type Index, keyAttributes, type Table } from "../tables/table.ts";
import { attributeOf, type Item } from "../values/attribute-value.ts";

/** Bytes that one answer reads at most. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html */
const largestPage = 1024 * 1024;
/** Bytes that one turn of the event loop looks into. */
const slice = 128 * 1024;

interface Search {
  readonly table: Table;
  readonly index: Index | undefined;
  readonly range: Range;
  readonly filter: Condition | undefined;
  readonly projection: Projection | undefined;
  readonly request: SearchRequest;
}

/** One page of a Query or Scan. */
export async function page(engine: Engine, search: Search): Promise<object> {
  const { table, index, request } = search;
  const { read, bytes, isFull } = scanned(engine, search);
  const { items, fetched } = await selected(engine, search, read);
  const last = isFull ? read.at(-1) : undefined;
  return {
    ...(request.Select !== "COUNT" && { Items: items }),
    Count: items.length,
    ScannedCount: read.length,
    ...(last && { LastEvaluatedKey: startKey(itemOf(last), table, index) }),
    ...measured(request, () => {
      const capacity = new Capacity(table);
      capacity.add(readUnits(bytes, request.ConsistentRead), index);
      if (fetched > 0) capacity.add(readUnits(fetched, request.ConsistentRead));
      return capacity;
    }),
  };
}

/** What a page reads. It is full at its limit, also if nothing more is there. */
function scanned(engine: Engine, { table, index, range, request }: Search) {
  const { Limit: limit = Number.POSITIVE_INFINITY } = request;
  const read: Stored[] = [];
  let bytes = 0;
  for (const stored of engine.store.items(index?.space ?? table.record.space, range)) {
    read.push(stored);
    bytes += stored.size;
    if (read.length >= limit || bytes >= largestPage) return { read, bytes, isFull: true };
  }
  return { read, bytes, isFull: false };
}

/** What a page gives back, and the bytes that were read from the table because a local index lacks them. */
async function selected(
  engine: Engine,
  { table, index, filter, projection, request }: Search,
  read: readonly Stored[],
) {
  const isPartial = fetches(index, request, projection);
  if (filter === undefined && projection === undefined && !isPartial)
    return { items: read.map(({ json }) => new RawJson(json)), fetched: 0 };
  const items: Item[] = [];
  let fetched = 0;
  let turn = 0;
  for (const stored of read) {
    const item = itemOf(stored);
    turn += stored.size;
    if (turn > slice) {
      turn = 0;
      await nextTurn();
    }
    const whole = isPartial ? engine.items.find(table, item) : undefined;
    // Each item of the table is a read of its own.
    if (whole) fetched += Math.ceil(whole.size / 4096) * 4096;
    const visible = whole ? itemOf(whole) : item;
    if (filter && !meets(visible, filter)) continue;
    items.push(projection ? project(visible, projection.paths) : visible);
  }
  return { items, fetched };
}

/** Whether a search of a local index wants attributes that only the table has. */
function fetches(
  index: Index | undefined,
  { Select }: SearchRequest,
  projection: Projection | undefined,
): boolean {
  const { attributes } = index ?? {};
  if (attributes === undefined) return false;
  return (
    Select === "ALL_ATTRIBUTES" || [...(projection?.attributes ?? [])].some((name) => !attributes.has(name))
  );
}

/** The attributes of an item that name its place. */
function startKey(item: Item, table: Table, index: Index | undefined): Item {
  const attributes = [table.key, ...(index ? [index.key] : [])].flatMap(keyAttributes);
  return Object.fromEntries(attributes.map(({ name }) => [name, attributeOf(item, name) ?? {}]));
}
