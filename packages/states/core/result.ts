import { toNode } from "../expression/literal.ts";
import type { Node } from "../expression/node.ts";
import type { AnyValue, Evaluated, EvaluatesTo } from "../expression/types.ts";

declare const ended: unique symbol;

/** What `succeed` and `fail` return: a block that returns it gives no value, because it ends the execution. */
export interface Ended {
  readonly [ended]: true;
}

const endedMark = Object.freeze({});
/** The one value of `Ended`. The brand exists for the compiler only. */
export const theEnd = endedMark as Ended;

/** What the callback of a block may return. */
// biome-ignore lint/suspicious/noConfusingVoidType: a block without a return statement gives null
export type Returned = AnyValue | Ended | void;

/** What a block gives at run time: the value it returns, null when it returns nothing. */
export type Given<V> =
  V extends EvaluatesTo<infer T>
    ? T
    : V extends Ended
      ? never
      : V extends NonNullable<unknown> | null
        ? Evaluated<V>
        : null;

/** The node of what a block returned; undefined when it gives nothing. */
export function resultNode(returned: Returned): Node | undefined {
  return returned === undefined || returned === theEnd ? undefined : toNode(returned);
}
