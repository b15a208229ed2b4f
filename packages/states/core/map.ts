import { variableExpr } from "../expression/expr.ts";
import { optionalNode, toNode } from "../expression/literal.ts";
import { type Node, stateResult } from "../expression/node.ts";
import type { EvaluatesTo, Expr, Value } from "../expression/types.ts";
import { callerPlace } from "../source-place.ts";
import type { Recorder } from "./recorder.ts";
import type { Given, Returned } from "./result.ts";
import type { RetryOptions } from "./retry.ts";
import type { Distribution } from "./step.ts";

export interface MapOptions extends RetryOptions {
  /** The number of iterations that may run at once, 1–40. @default 40, the maximum of Step Functions */
  readonly maxConcurrency?: Value<number>;
}

export const mapState = <E, V extends Returned>(
  recorder: Recorder,
  name: string,
  items: EvaluatesTo<readonly E[]>,
  body: (each: Recorder, item: Expr<E>, index: Expr<number>) => V,
  options?: MapOptions,
): Expr<Given<V>[]> => addMap(recorder, name, toNode(items), body, options);

/** Adds a Map state, which is distributed if `distribution` is given. `items` is undefined if it has a reader. */
export function addMap<E, R>(
  recorder: Recorder,
  name: string,
  items: Node | undefined,
  body: (each: Recorder, item: Expr<E>, index: Expr<number>) => Returned,
  { comment, maxConcurrency, retry = [] }: MapOptions = {},
  distribution?: Distribution,
): Expr<R> {
  const item = { hint: `${name} item` };
  const index = { hint: `${name} index` };
  const result = { hint: name };
  recorder.add({
    kind: "map",
    name,
    place: callerPlace(),
    comment,
    body: recorder.nested(name, (each) => body(each, variableExpr(item), variableExpr(index))),
    items,
    item,
    index,
    maxConcurrency: optionalNode(maxConcurrency),
    retry,
    assign: [{ variable: result, value: stateResult }],
    distribution,
  });
  return variableExpr(result);
}
