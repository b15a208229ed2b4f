import { type Expr, type Machine, rawJsonata, type Value, value } from "@batchline/states";
import type { PlanResult, RunInput } from "../../contract/plan.ts";
import type { SummaryRequest } from "../../contract/summary.ts";
import type { ClosedRun } from "./closed-run.ts";
import type { MachineParts } from "./machine-parts.ts";

/** Closes the run with its shards' outcomes, and goes through what the workflow declares as `afterRun`. Ends the machine: Succeeded if all tenants did, else Failed with the summary's reason. A machine ends before it if the plan has no chunks. @example closeStep(m, parts, plan, shards); */
export function closeStep(
  m: Machine<RunInput>,
  parts: MachineParts,
  plan: Expr<PlanResult>,
  shards: Value<SummaryRequest["shards"]>,
): void {
  const summary = m.invoke("Summarise", parts.summary, {
    workflow: parts.workflow,
    runId: plan.runId,
    execution: m.context.execution.name,
    stateMachine: m.context.stateMachine.id,
    shards,
    ...(parts.afterRun && { tenantNames: true as const }),
  });
  if (parts.afterRun !== undefined) {
    const { afterRun, workflow } = parts;
    const closed = { workflow, execution: m.context.execution.name };
    const run = rawJsonata<ClosedRun>`$merge([${summary}, ${value(closed)}])`;
    // A block of its own: it may end without ending the machine's.
    m.parallel("After the run", [(next) => afterRun(next, run)]);
  }
  m.choose("All well?")
    .when(summary.succeeded, (then) => then.succeed("Succeeded", summary))
    .otherwise((otherwise) => otherwise.fail("Failed", { error: "RunFailed", cause: summary.reason }));
}
