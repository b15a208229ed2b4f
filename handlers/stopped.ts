import { setTimeout } from "node:timers/promises";
import { BatchClient } from "@aws-sdk/client-batch";
import { env } from "../contract/env.ts";
import type { SummaryResult } from "../contract/summary.ts";
import { platformFromEnvironment, required } from "./platform.ts";
import type { ExecutionEvent } from "./stopping/execution-event.ts";
import { type StopOptions, stopRun } from "./stopping/stop-run.ts";
import { plannedWorkflow } from "./workflows.ts";

let options: StopOptions | undefined;

/** Called by EventBridge when an execution was aborted, timed out or failed: ends what it left behind. */
export async function handler(event: ExecutionEvent): Promise<SummaryResult | undefined> {
  options ??= {
    platform: platformFromEnvironment(),
    batch: new BatchClient({}),
    jobQueue: required(env.jobQueue),
    workflowNamed: plannedWorkflow,
    pause: () => setTimeout(1000),
  };
  return stopRun(event, options);
}
