import { variableExpr } from "../expression/expr.ts";
import { stateResult } from "../expression/node.ts";
import type { Expr } from "../expression/types.ts";
import { callerPlace } from "../source-place.ts";
import type { Recorder } from "./recorder.ts";
import type { Returned } from "./result.ts";
import type { RetryOptions } from "./retry.ts";

/** Adds a Parallel state. Its result, an array of what the branches return, has the type `R`. */
export function parallel<R extends readonly unknown[]>(
  recorder: Recorder,
  name: string,
  branches: readonly ((branch: Recorder) => Returned)[],
  options: RetryOptions = {},
): Expr<R> {
  const variable = { hint: name };
  recorder.add({
    kind: "parallel",
    name,
    place: callerPlace(),
    branches: branches.map((branch) => recorder.nested(name, branch)),
    comment: options.comment,
    retry: options.retry ?? [],
    assign: [{ variable, value: stateResult }],
  });
  return variableExpr(variable);
}
