import { type Expr, rawJsonata, text } from "@batchline/states";

/** What the names of a run's jobs begin with, as `jobsOfRun` of contract/ has it. */
export function jobsOfRunExpr(workflow: string, run: Expr<string>): Expr<string> {
  return rawJsonata`$substring($replace(${text`${workflow}-${run}`}, /[^A-Za-z0-9_-]+/, '-'), 0, 80)`;
}
