import { type Expr, rawJsonata, text } from "@batchline/states";

/** The same as `jobsOfRun` of contract/job-names.ts, in a state machine. A test compares them. */
export function jobsOfRunExpr(workflow: string, run: Expr<string>): Expr<string> {
  return rawJsonata`$substring($replace(${text`${workflow}-${run}`}, /[^A-Za-z0-9_-]+/, '-'), 0, 80)`;
}
