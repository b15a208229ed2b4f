import { variableExpr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import type { Variable } from "../expression/node.ts";
import type { Expr, Value } from "../expression/types.ts";
import type { Assignment } from "./step.ts";

/** A variable that may be set more than once: see `variable` of a block.
 * @example const last = m.variable<string>("Last", ""); m.set("Keep it", last.to(m.input.sku)); */
export class MutableVariable<T> {
  readonly #variable: Variable;

  constructor(hint: string) {
    this.#variable = { hint };
  }

  /** The value at the start of the state that reads it. */
  get value(): Expr<T> {
    return variableExpr(this.#variable);
  }

  /** The assignment of `value`, for `set` of a block. */
  to(value: Value<T>): Assignment {
    return { variable: this.#variable, value: toNode(value) };
  }
}
