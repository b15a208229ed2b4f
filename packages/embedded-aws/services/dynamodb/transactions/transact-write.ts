import { createHash } from "node:crypto";
import { keysOf } from "../condition-keys.ts";
import { measuredAll } from "../consumed-capacity.ts";
import type { Engine } from "../engine.ts";
import { validation } from "../errors.ts";
import type { Outcome } from "../items/item-store.ts";
import { collectionOf, writeCapacity } from "../items/single.ts";
import { deleteWrite, putWrite, updateWrite, type Write } from "../items/writes.ts";
import type { Prepared } from "../prepared.ts";
import type { ItemRequests, TransactWrite } from "../requests.ts";
import type { Table } from "../tables/table.ts";
import { sizeOf } from "../values/size.ts";
import { type CancellationReason, cancelled, none, reasonOf } from "./cancelled.ts";
import type { RequestTokens } from "./request-tokens.ts";
import { Capacities, checkedTables, checkSize } from "./transaction.ts";

type Request = ItemRequests["TransactWriteItems"];

/** TransactWriteItems: all of its writes or none, with nothing in between. Throws ValidationException. */
export function transactWrite(engine: Engine, request: Request, tokens: RequestTokens): Prepared {
  const writes = request.TransactItems.map(writeOf);
  checkSize(
    writes.map(({ item, request }) => sizeOf(item) + sizeOf(request.ExpressionAttributeValues ?? {})),
  );
  const actions = writes.map((write) => ({ ...write, table: engine.names.of(write.request.TableName) }));
  return {
    accesses: actions.map(({ right, table, item, attributes }) => ({
      ...{ action: right, table, keys: [item] },
      context: { ...keysOf(attributes, request), EnclosingOperation: "TransactWriteItems" },
    })),
    perform: () => {
      const { ClientRequestToken: token } = request;
      const fingerprint = createHash("sha256").update(JSON.stringify(request.TransactItems)).digest("base64");
      if (token !== undefined && tokens.isDone(token, fingerprint)) return {};
      const outcomes = attempted(engine, checkedTables(engine, actions), writes);
      engine.items.commit(outcomes);
      if (token !== undefined) tokens.add(token, fingerprint);
      return answer(request, outcomes);
    },
  };
}

function attempted(engine: Engine, tables: readonly Table[], writes: readonly Write[]): Outcome[] {
  const outcomes: Outcome[] = [];
  const reasons = writes.map((write, index): CancellationReason => {
    const table = tables[index];
    try {
      if (table) outcomes.push(engine.items.attempt(table, write));
      return none;
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (reasons.some(({ Code }) => Code !== "None")) throw cancelled(reasons);
  return outcomes;
}

function answer(request: Request, outcomes: readonly Outcome[]): object {
  const capacities = new Capacities("WriteCapacityUnits");
  const metrics = new Map<string, object[]>();
  for (const outcome of outcomes) {
    // Each write is prepared, and then done.
    writeCapacity(capacities.of(outcome.table), outcome, 2);
    const collection = collectionOf(outcome);
    const { name } = outcome.table;
    if (collection) metrics.set(name, [...(metrics.get(name) ?? []), collection]);
  }
  return {
    ...(request.ReturnItemCollectionMetrics === "SIZE" && {
      ItemCollectionMetrics: Object.fromEntries(metrics),
    }),
    ...measuredAll(request, () => capacities.all()),
  };
}

function writeOf(item: TransactWrite): Write {
  const { ConditionCheck, Delete, Put, Update } = item;
  const given = [ConditionCheck, Delete, Put, Update].filter((action) => action !== undefined);
  if (given.length > 1)
    throw validation("TransactItems can only contain one of Check, Put, Update or Delete");
  if (Put) return putWrite(Put);
  if (Update) return updateWrite(Update);
  if (Delete) return deleteWrite(Delete);
  if (ConditionCheck) return deleteWrite(ConditionCheck, "ConditionCheckItem");
  throw validation("Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
}
