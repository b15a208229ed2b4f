import { expr } from "../expression/expr.ts";
import type { Expr } from "../expression/types.ts";

/** A workflow variable of that name, for `evaluate`. */
export const variable = <T>(hint: string): Expr<T> => expr({ kind: "variable", variable: { hint } });
