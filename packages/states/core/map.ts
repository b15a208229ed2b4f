import { variableExpr } from "../expression/expr.ts";
import { optionalNode, toNode } from "../expression/literal.ts";
import { stateResult } from "../expression/node.ts";
import type { EvaluatesTo, Expr, Value } from "../expression/types.ts";
import { callerPlace } from "../place.ts";
import type { Recorder } from "./recorder.ts";
import type { Given, Returned } from "./result.ts";
import type { RetryOptions } from "./retry.ts";

export interface MapOptions extends RetryOptions {
  /** The number of iterations that may run at once, 1–40. @default 40, the maximum of Step Functions */
  readonly maxConcurrency?: Value<number>;
}

/** Adds an inline Map state. */
export function mapState<E, V extends Returned>(
  recorder: Recorder,
  name: string,
  items: EvaluatesTo<readonly E[]>,
  body: (each: Recorder, item: Expr<E>, index: Expr<number>) => V,
  options: MapOptions = {},
): Expr<Given<V>[]> {
  const item = { hint: `${name} item` };
  const index = { hint: `${name} index` };
  const result = { hint: name };
  recorder.add({
    kind: "map",
    name,
    place: callerPlace(),
    comment: options.comment,
    body: recorder.nested(name, (each) => body(each, variableExpr(item), variableExpr(index))),
    items: toNode(items),
    item,
    index,
    maxConcurrency: optionalNode(options.maxConcurrency),
    retry: options.retry ?? [],
    assign: [{ variable: result, value: stateResult }],
  });
  return variableExpr(result);
}
