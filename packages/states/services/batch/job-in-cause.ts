import type { CaughtError } from "../../core/attempt.ts";
import { rawJsonata, value } from "../../expression/authors-functions.ts";
import type { Expr, Value } from "../../expression/types.ts";
import type { Jobs } from "./chain.ts";

/** The id of the failed job in an error's cause, which is JSON text of the job, as `{ [stage]: id }`. `{}` when the
 * cause has no job.
 * @example m.attempt("Run", (body) => …, (_handler, error) => ({ jobs: jobInCause("render", error) })) */
export function jobInCause(stage: Value<string>, error: Expr<CaughtError>): Expr<Jobs> {
  return rawJsonata`{${value(stage)}: $match(${error.Cause}, /"Job(Arn":"[^"]+:job\/|Id":")([^"]+)","Job/)[0].groups[1]}`;
}
