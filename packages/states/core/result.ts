import { toNode } from "../expression/literal.ts";
import type { Node } from "../expression/node.ts";
import type { AnyValue, Evaluated, EvaluatesTo } from "../expression/types.ts";

declare const ended: unique symbol;

/** The return value of `succeed` and `fail`: a block that returns it has no value, because it ends the execution. */
export interface Ended {
  readonly [ended]: true;
}

/** The only value of `Ended`. The brand exists for the compiler only. */
export const theEnd = Object.freeze({}) as Ended;

/** The values that the callback of a block may return. */
// biome-ignore lint/suspicious/noConfusingVoidType: a block without a return statement returns null
export type Returned = AnyValue | Ended | void;

/** The run-time value of a block that returns a `V`. It is null when the block returns nothing. */
export type Given<V> =
  V extends EvaluatesTo<infer T>
    ? T
    : V extends Ended
      ? never
      : V extends NonNullable<unknown> | null
        ? Evaluated<V>
        : null;

/** The node of a block's return value. Undefined when it has none. */
export function resultNode(returned: Returned): Node | undefined {
  return returned === undefined || returned === theEnd ? undefined : toNode(returned);
}
