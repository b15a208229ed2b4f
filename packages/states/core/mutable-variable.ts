import { expr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import type { Expr, Value } from "../expression/types.ts";
import type { Assignment } from "./step.ts";
import type { Variable } from "./variable.ts";

/** A variable that may be set more than once. */
export class MutableVariable<T> {
  readonly #variable: Variable;

  constructor(hint: string) {
    this.#variable = { hint };
  }

  /** What it holds when the state that reads it starts. */
  get value(): Expr<T> {
    return expr({ kind: "variable", variable: this.#variable });
  }

  /** The assignment of `value`, for `assign` of a block or a task. */
  to(value: Value<T>): Assignment {
    return { variable: this.#variable, value: toNode(value) };
  }
}
