import { setTimeout } from "node:timers/promises";
import { BatchClient } from "@aws-sdk/client-batch";
import { env } from "../../contract/env.ts";
import type { SummaryResult } from "../../contract/summary.ts";
import { plannedWorkflow } from "../planned-workflow.ts";
import { platformFromEnvironment, required } from "../storage/stores.ts";
import type { ExecutionEvent } from "./execution-event.ts";
import { type StopOptions, stopRun } from "./stop-run.ts";

let options: StopOptions | undefined;

/** Called by EventBridge when an execution was aborted, timed out or failed: ends what it left behind. */
export async function handler(event: ExecutionEvent): Promise<SummaryResult | undefined> {
  options ??= {
    platform: platformFromEnvironment(),
    batch: new BatchClient({}),
    jobQueues: required(env.jobQueues).split(","),
    workflowNamed: plannedWorkflow,
    workflowOf: machineOwner(JSON.parse(required(env.stateMachines))),
    pause: () => setTimeout(1000),
  };
  return stopRun(event, options);
}

/** Finds the workflow of a state machine, by the names of the workflows' machines. Throws when it is none of them. */
function machineOwner(machines: Readonly<Record<string, string>>) {
  return (stateMachineArn: string): string => {
    const owner = Object.keys(machines).find((workflow) =>
      stateMachineArn.endsWith(`:${machines[workflow]}`),
    );
    if (owner === undefined) throw new Error(`${stateMachineArn} is the state machine of no workflow`);
    return owner;
  };
}
