import { BatchClient } from "@aws-sdk/client-batch";
import type { SummaryRequest, SummaryResult } from "../../contract/summary.ts";
import { type Stores, storesFromEnvironment } from "../storage/stores.ts";
import { workflowByName } from "../workflow-by-name.ts";
import { closeRun } from "./close-run.ts";

let stores: Stores | undefined;
let batch: BatchClient | undefined;

/** The close function: closes a run. @throws {UnknownWorkflowError} @throws {MissingObjectError} for the manifest */
export async function handler(event: SummaryRequest): Promise<SummaryResult> {
  stores ??= storesFromEnvironment();
  batch ??= new BatchClient({});
  return closeRun(stores, batch, workflowByName(event.workflow), event);
}
