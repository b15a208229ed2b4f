import type { PlanResult } from "../../contract/plan.ts";
import { type Stores, storesFromEnvironment } from "../storage/stores.ts";
import { workflowByName } from "../workflow-by-name.ts";
import { plan } from "./plan-execution.ts";
import { parseRequest } from "./request.ts";

let stores: Stores | undefined;

/**
 * The plan function: plans a run. `event` is a PlanRequest. Throws also what `plan` throws.
 * @throws {InvalidRunInputError} @throws {UnknownWorkflowError}
 */
export async function handler(event: unknown): Promise<PlanResult> {
  const request = parseRequest(event);
  stores ??= storesFromEnvironment();
  return plan(stores, workflowByName(request.workflow), request);
}
