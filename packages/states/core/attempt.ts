import type { Block } from "../authoring/block.ts";
import { expr } from "../expression/expr.ts";
import { literal } from "../expression/node.ts";
import type { Expr } from "../expression/types.ts";
import { callerPlace } from "../place.ts";
import { type Given, type Returned, resultNode } from "./result.ts";
import type { ErrorName } from "./retry.ts";
import type { Variable } from "./variable.ts";

/** What went wrong, as Step Functions tells it. */
export interface CaughtError<E extends string = string> {
  /** The error's name, for example `States.Timeout` or `Lambda.ServiceException`. */
  readonly Error: E;
  /** What is known of it: words, or JSON text of a failed job. Empty when nothing is known. */
  readonly Cause: string;
}

export interface AttemptOptions<E extends ErrorName = ErrorName> {
  /**
   * Which errors to catch; others go to the attempt around it, if any. States.TaskFailed stands for all but timeouts.
   * @default all that can be caught together: States.DataLimitExceeded must be named
   */
  readonly errors?: readonly [E, ...E[]];
}

/** Adds a block whose failures are caught. */
export function attempt<V extends Returned, W extends Returned, const E extends ErrorName>(
  block: Block,
  name: string,
  body: (block: Block) => V,
  recover: (block: Block, error: Expr<CaughtError<E>>) => W,
  options: AttemptOptions<E> = {},
): Expr<Given<V | W>> {
  const place = callerPlace();
  block.refuseUnlessOpen(name);
  const error: Variable = { hint: `${name} error` };
  const result: Variable = { hint: name };
  const tried = block.nested(body);
  tried.sequence.result = resultNode(tried.returned) ?? literal(null);
  const handled = block.nested((handler) =>
    recover(handler, expr<CaughtError<E>>({ kind: "variable", variable: error })),
  );
  handled.sequence.result = resultNode(handled.returned) ?? literal(null);
  block.add({
    kind: "attempt",
    name,
    place,
    body: tried.sequence,
    handler: handled.sequence,
    error,
    errors: options.errors ?? ["States.ALL"],
    result,
  });
  return expr({ kind: "variable", variable: result });
}
