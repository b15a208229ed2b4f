import type { Measured } from "./requests.ts";
import type { Index, Table } from "./tables/table.ts";

type Kind = "ReadCapacityUnits" | "WriteCapacityUnits";

/** The capacity that a request uses of one table. */
export class Capacity {
  readonly #table: Table;
  readonly #kind: Kind | undefined;
  #ofTable = 0;
  readonly #ofIndexes = new Map<Index, number>();

  /** @param kind of the units; requests other than transactions do not name them. @default undefined */
  constructor(table: Table, kind?: Kind) {
    this.#table = table;
    this.#kind = kind;
  }

  add(units: number, index?: Index): void {
    if (index === undefined) this.#ofTable += units;
    else this.#ofIndexes.set(index, (this.#ofIndexes.get(index) ?? 0) + units);
  }

  /** The units as a request wants them. */
  described({ ReturnConsumedCapacity: detail }: Measured): object {
    const units = [...this.#ofIndexes.values()].reduce((sum, more) => sum + more, this.#ofTable);
    return {
      TableName: this.#table.name,
      ...this.#units(units),
      ...(detail === "INDEXES" && { Table: this.#units(this.#ofTable), ...this.#indexes() }),
    };
  }

  #indexes(): object {
    const named = (isGlobal: boolean) =>
      [...this.#ofIndexes].flatMap(([index, units]) =>
        index.isGlobal === isGlobal ? [[index.name, this.#units(units)] as const] : [],
      );
    const [global, local] = [named(true), named(false)];
    return {
      ...(global.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(global) }),
      ...(local.length > 0 && { LocalSecondaryIndexes: Object.fromEntries(local) }),
    };
  }

  #units(units: number): object {
    return { CapacityUnits: units, ...(this.#kind && { [this.#kind]: units }) };
  }
}

/** Whether a request wants its capacity. */
export function isMeasured({ ReturnConsumedCapacity: detail }: Measured): boolean {
  return detail === "TOTAL" || detail === "INDEXES";
}

/** The units of a read: one for each started 4 KiB, half without consistency. */
export function readUnits(size: number, isConsistent: boolean | undefined): number {
  return Math.max(1, Math.ceil(size / 4096)) * (isConsistent ? 1 : 0.5);
}

/** The answer's field of the capacity of one table; none if the request does not want it. */
export function measured(request: Measured, capacity: () => Capacity): object {
  return isMeasured(request) ? { ConsumedCapacity: capacity().described(request) } : {};
}

/** The same of several tables. */
export function measuredAll(request: Measured, capacities: () => Iterable<Capacity>): object {
  if (!isMeasured(request)) return {};
  return { ConsumedCapacity: [...capacities()].map((capacity) => capacity.described(request)) };
}
