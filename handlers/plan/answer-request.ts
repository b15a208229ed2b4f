import type { Logger } from "pino";
import { exitCode } from "../../contract/exit-codes.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFailure } from "../../contract/plan.ts";
import { isPassingFault } from "../../contract/transient-error.ts";
import type { Platform } from "../storage/stores.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";
import { plan } from "./planner.ts";
import { parseRequest } from "./request.ts";

/** Of an error's message: Step Functions takes a cause of at most 32,768 characters. */
const longestMessage = 10_000;

/**
 * Plans what the request under the S3 key prefix `planning` asks for, as the metadata function does, and puts the answer
 * beside it: the facts, or why there are none. Gives the process's exit code. Another attempt comes to the same answer, and one
 * that failed does not stand in the way of the next.
 */
export async function answerRequest(
  platform: Platform,
  planning: string,
  workflowNamed: (name: string) => PlannedWorkflow,
  log: Logger,
): Promise<number> {
  const { bucket } = platform;
  try {
    const key = platformKeys.planRequest(planning);
    const text = await bucket.text(key);
    if (text === undefined) {
      throw new Error(`s3://${bucket.name}/${key} is missing, or this job may not read it`);
    }
    const request = parseRequest(JSON.parse(text));
    const facts = await plan(platform, workflowNamed(request.workflow), request);
    // Over an earlier answer, which may have been to ask again.
    await bucket.put(platformKeys.planResult(planning), JSON.stringify(facts), "application/json");
    log.info({ run: facts.runId, chunks: facts.chunks, tenants: facts.tenants }, facts.reason);
    return exitCode.done;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    log.error({ err: error }, message);
    const failure: PlanFailure = { errorType: name, errorMessage: message.slice(0, longestMessage) };
    // The log has it all the same, and the exit code counts.
    await bucket
      .put(platformKeys.planFailure(planning), JSON.stringify(failure), "application/json")
      .catch((cause) => log.error({ err: cause }, "the reason could not be written down"));
    return isPassingFault(error) ? exitCode.tryAgain : exitCode.badData;
  }
}
