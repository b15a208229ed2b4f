import { nextTurn } from "@batchline/clock";
import { keysOf } from "../condition-keys.ts";
import { Capacity, measuredAll } from "../consumed-capacity.ts";
import type { Engine } from "../engine.ts";
import { validation } from "../errors.ts";
import type { Prepared } from "../prepared.ts";
import type { ItemRequests } from "../requests.ts";
import { checkBatchKeys } from "../tables/check-keys.ts";
import type { Table } from "../tables/table.ts";
import { placeText } from "./distinct.ts";
import { collectionOf, writeCapacity } from "./single.ts";
import { deleteWrite, putWrite, type Write } from "./writes.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const mostWrites = 25;

/** Bytes that one turn of the event loop prepares. */
const slice = 128 * 1024;

type Request = ItemRequests["BatchWriteItem"];

interface TableWrites {
  /** The table's name or ARN. */
  readonly given: string;
  readonly name: string;
  readonly writes: readonly Write[];
}

/** BatchWriteItem. Throws ValidationException. */
export async function batchWrite(engine: Engine, request: Request): Promise<Prepared> {
  const tables: TableWrites[] = [];
  for (const [given, writes] of Object.entries(request.RequestItems))
    tables.push({ given, name: engine.names.of(given), writes: await preparedWrites(given, writes) });
  const count = tables.reduce((sum, { writes }) => sum + writes.length, 0);
  if (count > mostWrites) throw validation("Too many items requested for the BatchWriteItem call");
  return {
    accesses: tables.map(({ name, writes }) => ({
      ...{ action: "BatchWriteItem", table: name, keys: writes.map(({ item }) => item) },
      context: keysOf(
        writes.flatMap(({ attributes }) => [...attributes]),
        request,
      ),
    })),
    perform: () => write(engine, request, tables),
  };
}

async function preparedWrites(table: string, given: Request["RequestItems"][string]): Promise<Write[]> {
  const writes: Write[] = [];
  let turn = 0;
  for (const one of given) {
    const prepared = writeOf(table, one);
    writes.push(prepared);
    turn += prepared.sizeOf(prepared.item);
    if (turn < slice) continue;
    turn = 0;
    await nextTurn();
  }
  return writes;
}

function writeOf(
  TableName: string,
  { DeleteRequest, PutRequest }: Request["RequestItems"][string][number],
): Write {
  if (PutRequest && DeleteRequest)
    throw validation(`Supplied AttributeValue has more than one datatypes set, ${exactlyOne}`);
  if (PutRequest) return putWrite({ TableName, ...PutRequest });
  if (DeleteRequest) return deleteWrite({ TableName, ...DeleteRequest });
  throw validation(`Supplied AttributeValue has more than one datatypes set, ${exactlyOne}`);
}

const exactlyOne = "must contain exactly one of the supported datatypes";

async function write(engine: Engine, request: Request, tables: readonly TableWrites[]): Promise<object> {
  const checked = tables.map((of) => ({ ...of, table: checkedTable(engine, of) }));
  const capacities: Capacity[] = [];
  const metrics = new Map<string, object[]>();
  for (const { given, table, writes } of checked) {
    const capacity = new Capacity(table);
    capacities.push(capacity);
    for (const one of writes) {
      const outcome = engine.items.attempt(table, one);
      engine.items.commit([outcome]);
      writeCapacity(capacity, outcome);
      const collection = collectionOf(outcome);
      if (collection) metrics.set(given, [...(metrics.get(given) ?? []), collection]);
      // A batch has up to 10 MB.
      await nextTurn();
    }
  }
  return {
    UnprocessedItems: {},
    ...(request.ReturnItemCollectionMetrics === "SIZE" && {
      ItemCollectionMetrics: Object.fromEntries(metrics),
    }),
    ...measuredAll(request, () => capacities),
  };
}

function checkedTable(engine: Engine, { name, writes }: TableWrites): Table {
  const table = engine.table(name);
  const places = new Set<string>();
  for (const one of writes) {
    if (one.right === "PutItem") checkBatchKeys(one.item, table);
    else one.check(table);
    places.add(placeText(table.place(one.item)));
  }
  if (places.size < writes.length) throw validation("Provided list of item keys contains duplicates");
  return table;
}
