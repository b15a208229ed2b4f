import { nextTurn } from "@batchline/clock";
import { keysOfRead } from "../condition-keys.ts";
import { Capacity, measuredAll, readUnits } from "../consumed-capacity.ts";
import type { Engine } from "../engine.ts";
import { validation } from "../errors.ts";
import type { Prepared } from "../prepared.ts";
import type { ItemRequests } from "../requests.ts";
import { checkKey, checkNested } from "../tables/check-keys.ts";
import type { Table } from "../tables/table.ts";
import type { Item } from "../values/attribute-value.ts";
import { checkItem } from "../values/check-values.ts";
import { placeText } from "./distinct.ts";
import { selectionOf } from "./selection.ts";
import { shown } from "./single.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const mostKeys = 100;
const largestAnswer = 16 * 1024 * 1024;
/** Bytes that one turn of the event loop reads. */
const slice = 2 * 1024 * 1024;

type Request = ItemRequests["BatchGetItem"];
type Read = Request["RequestItems"][string];

/** BatchGetItem. Throws ValidationException. */
export function batchGet(engine: Engine, request: Request): Prepared {
  const reads = Object.entries(request.RequestItems).map(([given, read]) => checkedRead(engine, given, read));
  const count = reads.reduce((sum, { read }) => sum + read.Keys.length, 0);
  if (count > mostKeys) throw validation("Too many items requested for the BatchGetItem call");
  return {
    accesses: reads.map(({ name, read, projection }) => {
      const attributes = [...read.Keys.flatMap((key) => Object.keys(key)), ...(projection?.attributes ?? [])];
      const context = keysOfRead({ attributes, isSpecific: projection !== undefined }, request);
      return { action: "BatchGetItem", table: name, keys: read.Keys, context };
    }),
    perform: () => get(engine, request, reads),
  };
}

type CheckedRead = ReturnType<typeof checkedRead>;

function checkedRead(engine: Engine, given: string, read: Read) {
  const projection = selectionOf(read);
  for (const key of read.Keys) checkItem(key);
  return { given, name: engine.names.of(given), read, projection };
}

async function get(engine: Engine, request: Request, reads: readonly CheckedRead[]): Promise<object> {
  const found = reads.map((read) => ({ ...read, table: checkedTable(engine, read) }));
  const answer = new BatchAnswer();
  for (const { given, table, read, projection } of found) {
    const capacity = new Capacity(table);
    answer.start(given, capacity);
    for (const key of read.Keys) {
      const stored = engine.items.find(table, key);
      if (answer.isFull(stored?.size ?? 0)) {
        answer.leave(given, read, key);
        continue;
      }
      capacity.add(readUnits(stored?.size ?? 0, read.ConsistentRead));
      if (stored && answer.add(given, shown(stored, projection), stored.size)) await nextTurn();
    }
  }
  return answer.whole(request);
}

function checkedTable(engine: Engine, { name, read, projection }: CheckedRead): Table {
  const table = engine.table(name);
  const places = new Set<string>();
  for (const key of read.Keys) {
    checkKey(key, table.key);
    places.add(placeText(table.place(key)));
  }
  if (projection) checkNested(projection.nested, table);
  if (places.size < read.Keys.length) throw validation("Provided list of item keys contains duplicates");
  return table;
}

class BatchAnswer {
  readonly #responses = new Map<string, object[]>();
  readonly #unprocessed = new Map<string, Omit<Read, "Keys"> & { Keys: Item[] }>();
  readonly #capacities: Capacity[] = [];
  #bytes = 0;
  #turn = 0;

  start(table: string, capacity: Capacity): void {
    this.#responses.set(table, []);
    this.#capacities.push(capacity);
  }

  isFull(bytes: number): boolean {
    return this.#bytes + bytes > largestAnswer;
  }

  /** Gives whether it is another's turn. */
  add(table: string, item: object, bytes: number): boolean {
    this.#responses.get(table)?.push(item);
    this.#bytes += bytes;
    this.#turn += bytes;
    const isOver = this.#turn > slice;
    if (isOver) this.#turn = 0;
    return isOver;
  }

  leave(table: string, { Keys, ...read }: Read, key: Item): void {
    const left = this.#unprocessed.get(table) ?? { ...read, Keys: [] };
    left.Keys.push(key);
    this.#unprocessed.set(table, left);
  }

  whole(request: Request): object {
    return {
      Responses: Object.fromEntries(this.#responses),
      UnprocessedKeys: Object.fromEntries(this.#unprocessed),
      ...measuredAll(request, () => this.#capacities),
    };
  }
}
