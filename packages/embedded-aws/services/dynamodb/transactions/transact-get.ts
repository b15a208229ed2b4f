import { measuredAll, readUnits } from "../consumed-capacity.ts";
import type { Engine } from "../engine.ts";
import { checkedGet, shown } from "../items/single.ts";
import type { Prepared } from "../prepared.ts";
import type { ItemRequests } from "../requests.ts";
import { Capacities, checkedTables, checkSize } from "./transaction.ts";

/** TransactGetItems. Nothing is written meanwhile. Throws ValidationException. */
export function transactGet(engine: Engine, request: ItemRequests["TransactGetItems"]): Prepared {
  const gets = request.TransactItems.map(({ Get }) => ({
    ...checkedGet(Get),
    ...{ table: engine.names.of(Get.TableName), item: Get.Key },
  }));
  return {
    accesses: gets.map(({ context, item, table }) => ({
      ...{ action: "GetItem", table, keys: [item] },
      context: { ...context(request), EnclosingOperation: "TransactGetItems" },
    })),
    perform: () => {
      const tables = checkedTables(engine, gets);
      const capacities = new Capacities("ReadCapacityUnits");
      const found = gets.flatMap((get, index) => {
        const table = tables[index];
        if (table === undefined) return [];
        const stored = engine.items.find(table, get.item);
        // Each item is read twice: it is prepared, and then read.
        capacities.of(table).add(2 * readUnits(stored?.size ?? 0, true));
        return [{ stored, get }];
      });
      checkSize(found.map(({ stored }) => stored?.size ?? 0));
      return {
        Responses: found.map(({ stored, get }) => (stored ? { Item: shown(stored, get.projection) } : {})),
        ...measuredAll(request, () => capacities.all()),
      };
    },
  };
}
