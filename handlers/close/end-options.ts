import { setTimeout } from "node:timers/promises";
import { BatchClient } from "@aws-sdk/client-batch";
import { SFNClient } from "@aws-sdk/client-sfn";
import { env } from "../../contract/env.ts";
import type { PlannedWorkflow } from "../plan/planned-workflow.ts";
import { paced, required, storesFromEnvironment } from "../storage/stores.ts";
import { workflowIn } from "../workflow-by-name.ts";
import type { EndOptions } from "./end-dead-run.ts";

/** What a function closes runs of these workflows with. @throws {MissingVariableError} @example options ??= endOptions(workflows); */
export function endOptions(workflows: readonly PlannedWorkflow[]): EndOptions {
  return {
    stores: storesFromEnvironment(),
    batch: new BatchClient(paced),
    states: new SFNClient(paced),
    jobQueues: required(env.jobQueues).split(","),
    workflowNamed: workflowIn(workflows),
    pause: () => setTimeout(1000),
  };
}
