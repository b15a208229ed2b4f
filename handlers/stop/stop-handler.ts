import { setTimeout } from "node:timers/promises";
import { BatchClient } from "@aws-sdk/client-batch";
import { SFNClient } from "@aws-sdk/client-sfn";
import { CodedError } from "@batchline/diagnostics";
import { env } from "../../contract/env.ts";
import type { AgeCheck } from "../../contract/run-ages.ts";
import type { SummaryResult } from "../../contract/summary.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import type { PlannedWorkflow } from "../plan/planned-workflow.ts";
import { required, storesFromEnvironment } from "../storage/stores.ts";
import { workflowIn } from "../workflow-by-name.ts";
import type { ExecutionEvent } from "./execution-event.ts";
import { oldestRun } from "./oldest-run.ts";
import { type StopOptions, stopRun } from "./stop-run.ts";

/**
 * The stop function for these workflows: cleans up after an execution that was aborted, failed or timed out. EventBridge calls it.
 * On a schedule it writes to its log how old the oldest run is.
 * @example export const handler = stopHandler(workflows);
 */
export function stopHandler(
  workflows: readonly PlannedWorkflow[],
): (event: ExecutionEvent | AgeCheck) => Promise<SummaryResult | undefined> {
  let options: StopOptions | undefined;
  let states: SFNClient | undefined;
  return async (event) => {
    if ("stateMachines" in event) {
      states ??= new SFNClient({});
      const oldest = await oldestRun(states, event, Date.now());
      if (oldest !== undefined) console.log(oldest);
      return undefined;
    }
    options ??= {
      stores: storesFromEnvironment(),
      batch: new BatchClient({}),
      jobQueues: required(env.jobQueues).split(","),
      workflowNamed: workflowIn(workflows),
      workflowOf: machineOwner(JSON.parse(required(env.stateMachines))),
      pause: () => setTimeout(1000),
    };
    return stopRun(event, options);
  };
}

class UnknownMachineError extends CodedError<HandlerErrorCode> {}

/** State machine's ARN → its workflow, from workflow → machine's name. */
function machineOwner(machines: Readonly<Record<string, string>>) {
  return (stateMachineArn: string): string => {
    const owner = Object.keys(machines).find((workflow) =>
      stateMachineArn.endsWith(`:${machines[workflow]}`),
    );
    if (owner === undefined)
      throw new UnknownMachineError("BL-H010", `${stateMachineArn} belongs to no workflow of this stack`);
    return owner;
  };
}
