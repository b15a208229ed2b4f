import type { Block } from "../authoring/block.ts";
import { expr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import { literal, stateResult } from "../expression/node.ts";
import type { EvaluatesTo, Expr, Value } from "../expression/types.ts";
import { callerPlace } from "../place.ts";
import { type Given, type Returned, resultNode } from "./result.ts";
import type { Retrier } from "./retry.ts";
import type { Variable } from "./variable.ts";

export interface MapOptions {
  /** How many iterations may run at once, 1–40. @default 40, which is what Step Functions does at most */
  readonly maxConcurrency?: Value<number>;
  /** When to run the whole map again. @default never */
  readonly retry?: readonly Retrier[];
  /** Shown in the console. */
  readonly comment?: string;
}

/** Adds an inline Map state. */
export function mapState<E, V extends Returned>(
  block: Block,
  name: string,
  items: EvaluatesTo<readonly E[]>,
  body: (each: Block, item: Expr<E>, index: Expr<number>) => V,
  options: MapOptions = {},
): Expr<Given<V>[]> {
  const place = callerPlace();
  block.refuseUnlessOpen(name);
  const item: Variable = { hint: `${name} item` };
  const index: Variable = { hint: `${name} index` };
  const result: Variable = { hint: name };
  const { sequence, returned } = block.nested((each) =>
    body(each, expr<E>({ kind: "variable", variable: item }), expr({ kind: "variable", variable: index })),
  );
  sequence.result = resultNode(returned) ?? literal(null);
  block.add({
    kind: "map",
    name,
    place,
    comment: options.comment,
    items: toNode(items),
    item,
    index,
    body: sequence,
    maxConcurrency: options.maxConcurrency === undefined ? undefined : toNode(options.maxConcurrency),
    retry: options.retry ?? [],
    assign: [{ variable: result, value: stateResult }],
  });
  return expr({ kind: "variable", variable: result });
}
