import type { PlanResult } from "../../contract/plan.ts";
import { workflowIn } from "../workflow-by-name.ts";
import { plan } from "./plan-execution.ts";
import { type PlanStores, planStoresFromEnvironment } from "./plan-stores.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";
import { parseRequest } from "./request.ts";

/**
 * The plan function for these workflows: plans a run. Its event is a PlanRequest. It throws also what `plan` throws.
 * @throws {InvalidRunInputError} @throws {UnknownWorkflowError}
 * @example export const handler = planHandler(workflows);
 */
export function planHandler(workflows: readonly PlannedWorkflow[]): (event: unknown) => Promise<PlanResult> {
  const workflowNamed = workflowIn(workflows);
  let stores: PlanStores | undefined;
  return async (event) => {
    const request = parseRequest(event);
    stores ??= planStoresFromEnvironment();
    return plan(stores, workflowNamed(request.workflow), request);
  };
}
