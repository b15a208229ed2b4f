import { expr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import type { Node } from "../expression/node.ts";
import type { AnyValue, Evaluated, EvaluatesTo, Expr, Value } from "../expression/types.ts";
import type { Permission } from "./permission.ts";
import type { Batcher, Distribution, ItemReader } from "./step.ts";

declare const itemType: unique symbol;

/** The items of a distributed map. Each iteration gets an `E`. */
export interface Items<out E> extends Pick<Distribution, "reader" | "permissions" | "selector" | "batcher"> {
  readonly [itemType]?: E;
  /** The array, when an earlier state made it; undefined when a reader reads the items. */
  readonly array?: Node;
}

/** The size of a batch, which one iteration gets: at least one of the limits. */
export interface BatchOptions<I extends AnyValue> {
  /** At least 1. */
  readonly maxItems?: Value<number>;
  /** The size of a batch as JSON text, at most 262,144 bytes. */
  readonly maxBytes?: Value<number>;
  /** A value that each batch gets as well. It is evaluated once, outside the iterations. @default null */
  readonly input?: I;
}

/** The input of an iteration over batches. */
export interface Batch<E, I> {
  readonly Items: readonly E[];
  readonly BatchInput: I;
}

const mapItem = (field: "Index" | "Value"): Node => ({
  kind: "reserved",
  path: ["context", "Map", "Item", field],
});

/** The items of a distributed map, with methods to prepare them. Each method returns a new source.
 * @example const batches = itemsOf(m.input.orders).batched({ maxItems: 10 }); */
export class ItemSource<E> implements Items<E> {
  declare readonly [itemType]?: E;
  declare readonly array?: Node;
  declare readonly reader?: ItemReader;
  declare readonly permissions: readonly Permission[];
  declare readonly selector?: Node;
  declare readonly batcher?: Batcher;

  constructor(items: Items<unknown>) {
    Object.assign(this, items);
  }

  /** Gives each iteration what `select` returns for its item (ItemSelector). It is evaluated outside the iterations, so
   * it may read every value around the map. Iterations themselves cannot.
   * @example csvRows<"sku">({ bucket, key }).select((row) => ({ sku: row.sku, shop: m.input.shop })) */
  select<V extends AnyValue>(
    select: (item: Expr<E>, index: Expr<number>) => V,
  ): Pick<ItemSource<Evaluated<V>>, "batched"> & Items<Evaluated<V>> {
    const selector = toNode(select(expr<E>(mapItem("Value")), expr<number>(mapItem("Index"))));
    return new ItemSource<Evaluated<V>>({ ...this, selector });
  }

  /** Gives several items to each iteration (ItemBatcher). Saves executions when items are small and many.
   * @example csvRows<"sku">({ bucket, key }).batched({ maxItems: 100 }) */
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

/** The elements of an array as items, to select from or to batch them.
 * @example m.distributedMap("Each", itemsOf(m.input.orders).batched({ maxItems: 10 }), (each, batch) => …) */
export const itemsOf = <E>(array: EvaluatesTo<readonly E[]>): ItemSource<E> =>
  new ItemSource<E>({ array: toNode(array), permissions: [] });
