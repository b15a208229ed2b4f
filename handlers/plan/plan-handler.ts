import { BatchClient } from "@aws-sdk/client-batch";
import type { RoundResult } from "../../contract/memory-rounds.ts";
import type { PlanResult } from "../../contract/plan.ts";
import { paced } from "../storage/stores.ts";
import { workflowIn } from "../workflow-by-name.ts";
import { plan } from "./plan-execution.ts";
import { type PlanStores, planStoresFromEnvironment } from "./plan-stores.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";
import { parseRequest } from "./request.ts";
import { planRound } from "./rounds/plan-round.ts";
import { roundRequest } from "./rounds/request.ts";

/**
 * The plan function for these workflows: plans a run, or what of it is submitted again with more memory. Its event is a PlanRequest or a
 * RoundRequest. It throws also what `plan` and `planRound` throw.
 * @throws {InvalidRunInputError} @throws {UnknownWorkflowError}
 * @example export const handler = planHandler(workflows);
 */
export function planHandler(
  workflows: readonly PlannedWorkflow[],
): (event: unknown) => Promise<PlanResult | RoundResult> {
  const workflowNamed = workflowIn(workflows);
  let stores: PlanStores | undefined;
  let batch: BatchClient | undefined;
  return async (event) => {
    const round = roundRequest(event);
    if (round !== undefined) {
      stores ??= planStoresFromEnvironment();
      batch ??= new BatchClient(paced);
      return planRound({ ...stores, batch }, round);
    }
    const request = parseRequest(event);
    stores ??= planStoresFromEnvironment();
    return plan(stores, workflowNamed(request.workflow), request);
  };
}
