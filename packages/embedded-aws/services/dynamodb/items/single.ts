import { keysOf, keysOfRead } from "../condition-keys.ts";
import { Capacity, measured, readUnits } from "../consumed-capacity.ts";
import type { Engine } from "../engine.ts";
import { validation } from "../errors.ts";
import { project } from "../expressions/paths.ts";
import type { Projection } from "../expressions/projection.ts";
import type { Prepared } from "../prepared.ts";
import { RawJson } from "../raw-json.ts";
import type { GetRequest, ItemRequests } from "../requests.ts";
import { itemOf } from "../storage/item-json.ts";
import type { Stored } from "../storage/store.ts";
import { checkKey, checkNested } from "../tables/check-keys.ts";
import type { Table } from "../tables/table.ts";
import { attributeOf, type Item } from "../values/attribute-value.ts";
import { checkItem } from "../values/check-values.ts";
import { indexUnits, writeUnits } from "./index-entries.ts";
import type { Outcome } from "./item-store.ts";
import { selectionOf } from "./selection.ts";
import { deleteWrite, putWrite, updateWrite, type Write } from "./writes.ts";

/** GetItem. Throws ValidationException, as all of these. */
export function getItem(engine: Engine, request: ItemRequests["GetItem"]): Prepared {
  const get = checkedGet(request);
  const name = engine.names.of(request.TableName);
  return {
    accesses: [{ action: "GetItem", table: name, keys: [request.Key], context: get.context(request) }],
    perform: () => {
      const table = engine.table(name);
      get.check(table);
      const stored = engine.items.find(table, request.Key);
      return {
        ...(stored && { Item: shown(stored, get.projection) }),
        ...measured(request, () => {
          const capacity = new Capacity(table);
          capacity.add(readUnits(stored?.size ?? 0, request.ConsistentRead));
          return capacity;
        }),
      };
    },
  };
}

/** A read of one key: its checks, and what it gives back. Throws ValidationException. */
export function checkedGet(
  request: Pick<GetRequest, "Key" | "AttributesToGet" | "ProjectionExpression" | "ExpressionAttributeNames">,
) {
  const projection = selectionOf(request);
  checkItem(request.Key);
  const attributes = [...Object.keys(request.Key), ...(projection?.attributes ?? [])];
  return {
    projection,
    context: (measured: ItemRequests["GetItem"] | object) =>
      keysOfRead({ attributes, isSpecific: projection !== undefined }, measured),
    check: (table: Table) => {
      checkKey(request.Key, table.key);
      if (projection) checkNested(projection.nested, table);
    },
  };
}

/** An item as an answer has it. */
export function shown(stored: Stored, projection: Projection | undefined): Item | RawJson {
  return projection ? project(itemOf(stored), projection.paths) : new RawJson(stored.json);
}

export function putItem(engine: Engine, request: ItemRequests["PutItem"]): Prepared {
  checkOldOnly(request.ReturnValues);
  return singleWrite(engine, request, putWrite(request));
}

export function deleteItem(engine: Engine, request: ItemRequests["DeleteItem"]): Prepared {
  checkOldOnly(request.ReturnValues);
  return singleWrite(engine, request, deleteWrite(request));
}

export function updateItem(engine: Engine, request: ItemRequests["UpdateItem"]): Prepared {
  return singleWrite(engine, request, updateWrite(request));
}

type SingleWrite = ItemRequests["DeleteItem" | "PutItem" | "UpdateItem"];

function singleWrite(engine: Engine, request: SingleWrite, write: Write): Prepared {
  const name = engine.names.of(request.TableName);
  const { ReturnValues = "NONE" } = request;
  const context = { ...keysOf(write.attributes, request), ReturnValues };
  return {
    accesses: [{ action: write.right, table: name, keys: [write.item], context }],
    perform: () => {
      const table = engine.table(name);
      write.check(table);
      const outcome = engine.items.attempt(table, write);
      engine.items.commit([outcome]);
      return {
        ...returned(ReturnValues, outcome, write),
        ...measured(request, () => writeCapacity(new Capacity(table), outcome)),
        ...collectionMetrics(request, [outcome]),
      };
    },
  };
}

/** Adds the units of a write. @param times each unit counts; @default 1 */
export function writeCapacity(capacity: Capacity, outcome: Outcome, times = 1): Capacity {
  const { stored, table } = outcome;
  capacity.add(times * writeUnits(Math.max(stored?.size ?? 0, outcome.size)));
  for (const [index, units] of indexUnits(table.indexes, outcome)) capacity.add(times * units, index);
  return capacity;
}

/** What AWS says of the items with one partition key, in a table with local indexes. Its sizes are rough there, too. */
export function collectionMetrics(
  {
    ReturnItemCollectionMetrics: wanted,
  }: ItemRequests["PutItem"] | { readonly ReturnItemCollectionMetrics?: string },
  outcomes: readonly Outcome[],
): object {
  const [outcome] = outcomes;
  if (wanted !== "SIZE" || outcome === undefined) return {};
  const metrics = collectionOf(outcome);
  return metrics ? { ItemCollectionMetrics: metrics } : {};
}

/** The same of one write; undefined in a table without local indexes. */
export function collectionOf({ table, before, after }: Outcome): object | undefined {
  if (table.indexes.every(({ isGlobal }) => isGlobal)) return undefined;
  const { name } = table.key.hash;
  const value = attributeOf(after ?? before ?? {}, name);
  return value && { ItemCollectionKey: { [name]: value }, SizeEstimateRangeGB: [0, 1] };
}

function returned(
  kind: NonNullable<SingleWrite["ReturnValues"]>,
  { before, after }: Outcome,
  { update }: Write,
): object {
  if (kind === "NONE") return {};
  const item = kind.endsWith("NEW") ? after : before;
  const isWhole = kind.startsWith("ALL");
  const Attributes = item && !isWhole ? (update ? project(item, update) : {}) : item;
  return Attributes === undefined || (!isWhole && Object.keys(Attributes).length === 0) ? {} : { Attributes };
}

function checkOldOnly(kind: SingleWrite["ReturnValues"]): void {
  if (kind !== undefined && kind !== "ALL_OLD" && kind !== "NONE")
    throw validation("ReturnValues can only be ALL_OLD or NONE");
}
