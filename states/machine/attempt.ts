import { expr } from "../expression/expr.ts";
import { literal } from "../expression/node.ts";
import type { Expr } from "../expression/types.ts";
import { callerPlace } from "../place.ts";
import type { Block } from "./block.ts";
import { type Given, type Returned, resultNode } from "./result.ts";
import type { Variable } from "./variable.ts";

/** What went wrong, as Step Functions tells it. */
export interface CaughtError {
  /** The error's name, for example `States.Timeout` or `Lambda.ServiceException`. */
  readonly Error: string;
  /** What is known of it: words, or JSON text of a failed job. Empty when nothing is known. */
  readonly Cause: string;
}

/** Adds a block whose failures are caught. */
export function attempt<V extends Returned, W extends Returned>(
  block: Block,
  name: string,
  body: (block: Block) => V,
  recover: (block: Block, error: Expr<CaughtError>) => W,
): Expr<Given<V | W>> {
  const place = callerPlace();
  block.refuseUnlessOpen(name);
  const error: Variable = { hint: `${name} error` };
  const result: Variable = { hint: name };
  const tried = block.nested(body);
  tried.sequence.result = resultNode(tried.returned) ?? literal(null);
  const handled = block.nested((handler) =>
    recover(handler, expr<CaughtError>({ kind: "variable", variable: error })),
  );
  handled.sequence.result = resultNode(handled.returned) ?? literal(null);
  block.add({
    kind: "attempt",
    name,
    place,
    body: tried.sequence,
    handler: handled.sequence,
    error,
    result,
  });
  return expr({ kind: "variable", variable: result });
}
