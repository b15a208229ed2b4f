import type { PlanResult } from "../../contract/plan.ts";
import { plannedWorkflow } from "../planned-workflow.ts";
import { type Platform, platformFromEnvironment } from "../storage/stores.ts";
import { plan } from "./planner.ts";
import { parseRequest } from "./request.ts";

let platform: Platform | undefined;

/**
 * The metadata function: plans a run. `event` is a PlanRequest. Throws, besides what `plan` throws, InvalidRunInput for an input
 * that means nothing and UnknownWorkflow.
 */
export async function handler(event: unknown): Promise<PlanResult> {
  const request = parseRequest(event);
  platform ??= platformFromEnvironment();
  return plan(platform, plannedWorkflow(request.workflow), request);
}
