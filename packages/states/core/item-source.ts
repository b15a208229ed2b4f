import { expr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import type { Node } from "../expression/node.ts";
import type { AnyValue, Evaluated, EvaluatesTo, Expr, Value } from "../expression/types.ts";
import type { Permission } from "../permissions.ts";
import type { Batcher, ItemReader } from "./distribution.ts";

declare const itemType: unique symbol;

/** What a distributed map goes through, each giving an `E` to its iteration. */
export interface Items<out E> {
  readonly [itemType]?: E;
  /** Of what an earlier state made; undefined when a reader reads them. */
  readonly array?: Node;
  readonly reader?: ItemReader;
  readonly permissions: readonly Permission[];
  readonly selector?: Node;
  readonly batcher?: Batcher;
}

/** How many items go to one iteration together: at least one of the limits. */
export interface BatchOptions<I extends AnyValue> {
  /** At least 1. */
  readonly maxItems?: Value<number>;
  /** Of a batch as JSON text, at most 262,144. */
  readonly maxBytes?: Value<number>;
  /** What each batch is given besides. It is evaluated once, outside the iterations. */
  readonly input?: I;
}

/** What an iteration over batches is given. */
export interface Batch<E, I> {
  readonly Items: readonly E[];
  readonly BatchInput: I;
}

const mapItem = (field: "Index" | "Value"): Node => ({
  kind: "reserved",
  path: ["context", "Map", "Item", field],
});

/** Items of a distributed map, and how to prepare them. It does not change: each method gives another one. */
export class ItemSource<E> implements Items<E> {
  declare readonly [itemType]?: E;
  readonly array?: Node;
  readonly reader?: ItemReader;
  readonly permissions: readonly Permission[];
  readonly selector?: Node;
  readonly batcher?: Batcher;

  constructor({ array, reader, permissions, selector, batcher }: Items<unknown>) {
    if (array !== undefined) this.array = array;
    if (reader !== undefined) this.reader = reader;
    if (selector !== undefined) this.selector = selector;
    if (batcher !== undefined) this.batcher = batcher;
    this.permissions = permissions;
  }

  /**
   * Gives iterations what `select` makes of each item (ItemSelector). It is evaluated outside the iterations and may read everything
   * around the map: the only way for it to get inside.
   */
  select<V extends AnyValue>(
    select: (item: Expr<E>, index: Expr<number>) => V,
  ): Pick<ItemSource<Evaluated<V>>, "batched"> & Items<Evaluated<V>> {
    const selector = toNode(select(expr<E>(mapItem("Value")), expr<number>(mapItem("Index"))));
    return new ItemSource<Evaluated<V>>({ ...this, selector });
  }

  /** Gives several items to each iteration (ItemBatcher), which saves executions where items are small and many. */
  batched<I extends AnyValue = null>(options: BatchOptions<I>): Items<Batch<E, Evaluated<I>>> {
    const { maxItems, maxBytes, input } = options;
    const batcher: Batcher = {
      ...(maxItems !== undefined && { maxItems: toNode(maxItems) }),
      ...(maxBytes !== undefined && { maxBytes: toNode(maxBytes) }),
      input: toNode(input ?? null),
    };
    return new ItemSource<Batch<E, Evaluated<I>>>({ ...this, batcher });
  }
}

/** The elements of an array that an earlier state made, to be selected or batched. */
export const itemsOf = <E>(array: EvaluatesTo<readonly E[]>): ItemSource<E> =>
  new ItemSource<E>({ array: toNode(array), permissions: [] });
