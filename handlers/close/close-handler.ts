import { BatchClient } from "@aws-sdk/client-batch";
import type { SummaryRequest, SummaryResult } from "../../contract/summary.ts";
import type { PlannedWorkflow } from "../plan/planned-workflow.ts";
import { type Stores, storesFromEnvironment } from "../storage/stores.ts";
import { workflowIn } from "../workflow-by-name.ts";
import { closeRun } from "./close-run.ts";

/**
 * The close function for these workflows: closes a run. @throws {UnknownWorkflowError} @throws {MissingObjectError} for the manifest
 * @example export const handler = closeHandler(workflows);
 */
export function closeHandler(
  workflows: readonly PlannedWorkflow[],
): (event: SummaryRequest) => Promise<SummaryResult> {
  const workflowNamed = workflowIn(workflows);
  let stores: Stores | undefined;
  let batch: BatchClient | undefined;
  return async (event) => {
    stores ??= storesFromEnvironment();
    batch ??= new BatchClient({});
    return closeRun(stores, batch, workflowNamed(event.workflow), event);
  };
}
