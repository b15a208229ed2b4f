import type { PlanResult } from "../contract/plan.ts";
import { plan } from "./planning/planner.ts";
import { parseRequest } from "./planning/request.ts";
import { type Platform, platformFromEnvironment } from "./platform.ts";
import { plannedWorkflow } from "./workflows.ts";

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
