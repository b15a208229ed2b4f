import type { Logger } from "pino";
import { env, jobIdVariable } from "../../contract/env.ts";
import { exitCode } from "../../contract/exit-codes.ts";
import { isTransientError } from "../../contract/transient-error.ts";
import { openLog } from "../../workflow-kit/at-run/log.ts";
import { endingCode, ownFailures } from "../../workflow-kit/at-run/own-failures.ts";
import { required } from "../storage/stores.ts";
import { type WorkflowByName, workflowIn } from "../workflow-by-name.ts";
import { answerRequest } from "./answer-request.ts";
import { planStoresFromEnvironment } from "./plan-stores.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";

/**
 * Stops without cleaning up. The execution keeps the lock, an incomplete plan does not count, and the next attempt
 * writes everything again. Cleaning up would let another run start.
 */
function endWhenStopped(log: Logger): void {
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.once(name, () => {
      log.warn("the container was stopped before the plan was made");
      process.exit(exitCode.interrupted);
    });
  }
}

/**
 * The planner's job for these workflows: the plan function without its time limit. Ends the process.
 * @example await planJob(workflows);
 */
export async function planJob(workflows: readonly PlannedWorkflow[]): Promise<never> {
  const log = openLog().child({ job: process.env[jobIdVariable] });
  endWhenStopped(log);
  // Open connections must not delay the exit.
  process.exit(await answer(workflowIn(workflows), log));
}

async function answer(workflowNamed: WorkflowByName, log: Logger): Promise<number> {
  try {
    const planning = required(env.planning);
    const failures = await ownFailures(process.env, {}, log);
    const code = await answerRequest(planStoresFromEnvironment(), planning, workflowNamed, log, failures);
    return endingCode(code, failures);
  } catch (error) {
    log.error({ err: error }, "the job could not begin");
    return isTransientError(error) ? exitCode.tryAgain : exitCode.badConfig;
  }
}
