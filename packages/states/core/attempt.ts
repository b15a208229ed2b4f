import { variableExpr } from "../expression/expr.ts";
import type { Expr } from "../expression/types.ts";
import { callerPlace } from "../source-place.ts";
import type { Recorder } from "./recorder.ts";
import type { Given, Returned } from "./result.ts";
import type { ErrorName } from "./retry.ts";

/** An error, as Step Functions reports it. */
export interface CaughtError<E extends string = string> {
  /** The error's name, for example `States.Timeout` or `Lambda.ServiceException`. */
  readonly Error: E;
  /** The details: text, or JSON text of a failed job. Empty when there are none. */
  readonly Cause: string;
}

export interface AttemptOptions<E extends ErrorName = ErrorName> {
  /** The errors to catch. Others go to the attempt around it, if any. `States.TaskFailed` matches all but timeouts.
   * @default all errors but States.DataLimitExceeded, which must be named */
  readonly errors?: readonly [E, ...E[]];
}

/** Adds a block whose failures are caught. */
export function attempt<V extends Returned, W extends Returned, const E extends ErrorName = ErrorName>(
  recorder: Recorder,
  name: string,
  body: (block: Recorder) => V,
  recover: (block: Recorder, error: Expr<CaughtError<E>>) => W,
  options: AttemptOptions<E> = {},
): Expr<Given<V | W>> {
  const error = { hint: `${name} error` };
  const result = { hint: name };
  recorder.add({
    kind: "attempt",
    name,
    place: callerPlace(),
    body: recorder.nested(name, body),
    handler: recorder.nested(name, (handler) => recover(handler, variableExpr(error))),
    error,
    errors: options.errors ?? ["States.ALL"],
    result,
  });
  return variableExpr(result);
}
