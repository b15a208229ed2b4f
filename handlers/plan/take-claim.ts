import type { PlanRequest } from "../../contract/plan.ts";
import { type Claim, ExecutionEndedError } from "../storage/claim.ts";
import { WorkflowBusyError } from "../storage/lock.ts";
import type { PlanStores } from "./plan-stores.ts";

/** Dead holders of the lock that one call of the planner ends, at most. */
const mostDeadHolders = 3;

/** The execution and the run that a request is about. */
export function claimOf({ workflow, execution, input }: PlanRequest): Claim {
  return { workflow, runId: input.resume ?? execution, execution };
}

/**
 * Makes a claim with `claim`. While an execution has the lock that no longer lives, has its run ended and tries again.
 * @throws {WorkflowBusyError} if a living execution has the lock
 * @throws {ExecutionEndedError} if this execution itself lives no longer
 * @throws {EndFailedError}
 */
export async function takeClaim(
  stores: PlanStores,
  request: PlanRequest,
  claim: () => Promise<void>,
): Promise<void> {
  const { workflow, execution, stateMachine, startedAt } = request;
  // A machine of the version before: nobody can be asked about its executions. The sweep ends dead ones.
  if (stateMachine === undefined) return claim();
  const began = startedAt ?? new Date(stores.now()).toISOString();
  if (!(await stores.lives(stateMachine, execution, began)))
    throw new ExecutionEndedError(claimOf(request), "Step Functions says that it does not run");
  for (let ended = 0; ; ended += 1) {
    try {
      return await claim();
    } catch (problem) {
      if (!(problem instanceof WorkflowBusyError) || ended === mostDeadHolders) throw problem;
      const { holder } = problem;
      if (await stores.lives(stateMachine, holder.execution, holder.acquiredAt)) throw problem;
      const { runId } = holder;
      const { alive } = await stores.end({
        end: { workflow, runId, execution: holder.execution, stateMachine },
      });
      if (alive) throw problem;
    }
  }
}
