import { env } from "../../contract/env.ts";
import type { AgeCheck } from "../../contract/run-ages.ts";
import { type EndOptions, endDeadRun } from "../close/end-dead-run.ts";
import { endOptions } from "../close/end-options.ts";
import type { PlannedWorkflow } from "../plan/planned-workflow.ts";
import { required } from "../storage/stores.ts";
import { type ExecutionEvent, machineOwner, suspectOf } from "./execution-event.ts";
import { oldestRun } from "./oldest-run.ts";
import { sweep } from "./sweep.ts";

/**
 * The stop function for these workflows: ends the run of an execution that was aborted, failed or timed out. EventBridge calls it.
 * On a schedule it writes to its log how old the oldest run is, and sweeps up what an event missed.
 * @example export const handler = stopHandler(workflows);
 */
export function stopHandler(
  workflows: readonly PlannedWorkflow[],
): (event: ExecutionEvent | AgeCheck) => Promise<void> {
  let options: EndOptions | undefined;
  return async (event) => {
    options ??= endOptions(workflows);
    const workflowOf = machineOwner(JSON.parse(required(env.stateMachines)));
    if ("stateMachines" in event) {
      const oldest = await oldestRun(options.states, event, options.stores.now());
      if (oldest !== undefined) console.log(oldest);
      const machines = event.stateMachines.map((arn) => [workflowOf(arn), arn] as const);
      return sweep(options, new Map(machines), console.log);
    }
    await endDeadRun(options, suspectOf(event, workflowOf(event.detail.stateMachineArn)));
  };
}
