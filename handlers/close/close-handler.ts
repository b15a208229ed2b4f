import { BatchClient } from "@aws-sdk/client-batch";
import type { SummaryRequest, SummaryResult } from "../../contract/summary.ts";
import { plannedWorkflow } from "../planned-workflow.ts";
import { type Platform, platformFromEnvironment } from "../storage/stores.ts";
import { closeRun } from "./close-run.ts";

let platform: Platform | undefined;
let batch: BatchClient | undefined;

/** The summary function: closes a run. Throws UnknownWorkflow, and Error when the run's manifest cannot be read. */
export async function handler(event: SummaryRequest): Promise<SummaryResult> {
  platform ??= platformFromEnvironment();
  batch ??= new BatchClient({});
  return closeRun(platform, batch, plannedWorkflow(event.workflow), event);
}
